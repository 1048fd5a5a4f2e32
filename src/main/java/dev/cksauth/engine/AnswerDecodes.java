package dev.cksauth.engine;

import dev.cksauth.probe.AnswerBody;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Outcome;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** The body of an answer that is none of HTTP's errors decodes to one object. */
final class AnswerDecodes implements Check {

  private static final String EXPECTED = "a body that decodes to one object";

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    Exchange exchange = caller.send(caller.plain(caller.token(with)));
    if (exchange.outcome() instanceof Outcome.Failed failed && failed.kind() == Failure.MALFORMED) {
      return WebhookCaller.finding(Judged.unmet(EXPECTED, failed.words()), exchange);
    }
    Outcome.Answered answered = WebhookCaller.answered(exchange);
    if (answered.status() / 100 != 2) {
      // The status is for another scenario: nobody decodes such a body.
      return WebhookCaller.finding(Judged.met(EXPECTED, "HTTP " + answered.status()), exchange);
    }
    boolean decodes = AnswerBody.object(answered).isPresent();
    String what = answered.body().length == 0 ? "an empty body" : begin(answered.body());
    return WebhookCaller.finding(
        Judged.of(decodes, EXPECTED, decodes ? "it does" : what), exchange);
  }

  private static String begin(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    return "a body that begins with " + text.substring(0, Math.min(SHOWN, text.length()));
  }

  private static final int SHOWN = 60;
}
