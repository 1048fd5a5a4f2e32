package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.ReviewAnswer;
import dev.cksauth.subject.ActionName;
import dev.cksauth.subject.WebhookSubject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A token that is withdrawn is not accepted any more, within the time that the file promises. */
final class RevokedInTime implements Check {

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    Duration promised = promised(go.session());
    String token = caller.token(with);
    caller.accepted(caller.review(token));
    go.session()
        .actions()
        .perform(
            ActionName.REVOKE,
            Map.of("token", token, "name", with.path("as").asString(""), "kind", "valid"));
    Exchange last =
        Waiting.until(
            go.session().patient(promised),
            () -> caller.review(token),
            exchange -> !(caller.read(exchange) instanceof ReviewAnswer.Accepted));
    WebhookCaller.answered(last);
    ReviewAnswer read = caller.read(last);
    return WebhookCaller.finding(
        Judged.of(
            !(read instanceof ReviewAnswer.Accepted),
            "not accepted within " + promised.toMillis() / 1000.0 + " s of its withdrawal",
            ReviewJudge.words(read)),
        last);
  }

  private static Duration promised(Session session) throws NotTestedException {
    return (session.subject() instanceof WebhookSubject webhook
            ? webhook.revocationWithin()
            : Optional.<Duration>empty())
        .orElseThrow(() -> new NotTestedException("the file gives no revocationWithin"));
  }
}
