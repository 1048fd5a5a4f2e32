package dev.cksauth.engine;

import dev.cksauth.probe.TokenTraces;
import dev.cksauth.subject.SecretValue;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The log of a cluster's webhook has lines, and nothing of a token in them. */
final class ClusterWebhookLog implements Check {

  /** A log is written at once, or with a little patience. */
  private static final Duration WRITTEN = Duration.ofSeconds(2);

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    SecretValue token =
        go.credentials()
            .get(with.path("as").asString())
            .token()
            .orElseThrow(() -> new UnknownFactsException("there is no token to look for"));
    WebhookLog log = WebhookLog.of(go.session());
    WebhookLog.Position begin = new WebhookLog.Position(0, "");
    TokenTraces traces = new TokenTraces(token.reveal());
    String[] before = {""};
    String written =
        Waiting.until(
            go.session().patient(WRITTEN),
            () -> log.since(begin),
            text -> {
              boolean settled = !text.isBlank() && text.equals(before[0]);
              before[0] = text;
              return settled || traces.in(text).isPresent();
            });
    if (written.isBlank()) {
      throw new NotTestedException("nothing is written in the log: is it the webhook's?");
    }
    Optional<String> shown = traces.in(written);
    return new Finding(
        Judged.of(
            shown.isEmpty(),
            "nothing of the token in the webhook's log",
            shown.orElse(written.lines().count() + " lines, with nothing of the token")),
        Optional.empty());
  }
}
