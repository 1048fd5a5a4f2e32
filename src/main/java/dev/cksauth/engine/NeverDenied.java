package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.ReviewAnswer;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * Until a webhook that starts knows its users it says so by errors, or by not answering: a denial
 * would be kept by API servers (contract A-64, B-03, B-21).
 */
final class NeverDenied implements Check {
  private static final Duration STARTED = Duration.ofSeconds(15);

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    String token = caller.token(with);
    Exchange last =
        Waiting.until(
            go.session().patient(STARTED),
            () -> caller.send(caller.plain(token)),
            exchange ->
                switch (caller.read(exchange)) {
                  case ReviewAnswer.Accepted ignored -> true;
                  case ReviewAnswer.Denied ignored -> true;
                  case ReviewAnswer.Faulted ignored -> false;
                });
    ReviewAnswer read = caller.read(last);
    if (!(read instanceof ReviewAnswer.Denied)) {
      caller.accepted(last);
    }
    return WebhookCaller.finding(
        Judged.of(
            !(read instanceof ReviewAnswer.Denied),
            "accepted, or an error, at each review of a known token",
            ReviewJudge.words(read)),
        last);
  }
}
