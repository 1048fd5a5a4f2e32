package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.subject.SecretValue;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A token is refused by HTTP 401, and only after a time: who hangs is waited for, not for ever. */
final class RefusedAfter implements Check {

  /** What is looked for comes sooner; later is an answer as well, and a worse one. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int REFUSED = 401;
  private static final double MILLIS = 1000.0;

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    SecretValue token =
        go.credentials()
            .get(with.path("as").asString())
            .token()
            .orElseThrow(() -> new UnknownFactsException("there is no token to send"));
    double earliest = with.path("seconds").path(0).asDouble();
    double latest = with.path("seconds").path(1).asDouble();
    Exchange exchange =
        go.session()
            .prober()
            .send(
                go.session().required(with.path("endpoint").asString()),
                ProbeRequest.postJson(
                        RequestRunner.SELF_SUBJECT_REVIEWS, RequestRunner.SELF_SUBJECT_REVIEW)
                    .withBearer(token.reveal()),
                go.session().patient(PATIENCE));
    double seconds = exchange.took().toMillis() / MILLIS;
    String expected =
        String.format(Locale.ROOT, "refused by HTTP 401 after %.0f to %.0f s", earliest, latest);
    return new Finding(judge(exchange, expected, seconds, earliest, latest), Optional.of(exchange));
  }

  private static Judged judge(
      Exchange exchange, String expected, double seconds, double earliest, double latest) {
    String after = String.format(Locale.ROOT, " after %.1f s", seconds);
    if (exchange.outcome() instanceof Outcome.Answered answered) {
      boolean refused =
          answered.status() == REFUSED
              && IdentityAnswer.read(exchange) instanceof IdentityAnswer.Refused;
      return Judged.of(
          refused && earliest <= seconds && seconds <= latest,
          expected,
          "HTTP " + answered.status() + after);
    }
    return Judged.unmet(expected, "no answer" + after);
  }
}
