package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Tokens travel encrypted: an API server takes a plain URL too, and says nothing. */
final class Encrypted implements Check {

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    // Of a webhook that is not there nothing is to be said, whatever its URL.
    Exchange exchange = caller.review(caller.stranger());
    var unused = WebhookCaller.answered(exchange);
    String scheme = caller.target().base().getScheme();
    return new Finding(
        Judged.of("https".equalsIgnoreCase(scheme), "a URL of https", "a URL of " + scheme),
        Optional.of(exchange));
  }
}
