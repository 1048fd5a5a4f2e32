package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.catalogue.Step;
import dev.cksauth.subject.WebhookPart;
import java.time.Duration;

/** Runs steps in which a user logs in: at an issuer, or at the cluster's webhook. */
final class LogInRunner {
  /** What a busy machine may take besides. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final Go go;

  LogInRunner(Go go) {
    this.go = go;
  }

  /** Logs in, again and again where the step says for how long. */
  Judged run(Step.LogIn step) throws NotTestedException, UnknownFactsException {
    boolean wanted = wanted(step);
    boolean issued =
        Waiting.until(
            go.session().patient(within(step)),
            () -> go.credentials().logIn(step, go::named),
            came -> came == wanted);
    String who = step.issuer().isPresent() ? "the issuer" : "the webhook";
    return Judged.of(
        issued == wanted,
        who + (wanted ? " lets the user in" : " refuses the login"),
        issued ? "a token was issued" : "refused");
  }

  private Duration within(Step.LogIn step) throws NotTestedException {
    if (step.within().filter(Step.LOCK_OUT::equals).isEmpty()) {
      return step.within().orElse(Duration.ZERO);
    }
    return Given.webhook(go.session().subject(), Names.TOKEN)
        .flatMap(WebhookPart::lockOut)
        .map(time -> time.plus(MARGIN))
        .orElseThrow(
            () -> new NotTestedException("the subject's file gives no lockOut of the webhook"));
  }

  /** Whether the login is to succeed. */
  static boolean wanted(Step.LogIn step) {
    return step.head().expect().issued().orElse(true);
  }
}
