package dev.cksauth.engine;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Tokens travel encrypted: an API server takes a plain URL too, and says nothing. */
final class Encrypted implements Check {

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    String scheme = WebhookCaller.of(go).target().base().getScheme();
    return new Finding(
        Judged.of("https".equalsIgnoreCase(scheme), "a URL of https", "a URL of " + scheme),
        Optional.empty());
  }
}
