package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.catalogue.Step;
import dev.cksauth.subject.CredentialKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What steps have in common. */
final class Steps {

  private Steps() {}

  /** The credential that a step presents. */
  static Optional<String> credential(Step step) {
    return switch (step) {
      case Step.Request request -> Optional.of(request.as());
      case Step.Review review -> Optional.of(review.as());
      case Step.Access ignored -> Optional.empty();
      case Step.Await await -> Optional.of(await.attempt().as());
      case Step.Forge forge -> Optional.of(forge.from());
      case Step.Act act -> act.credential();
      case Step.Observe observe -> observe.as();
      case Step.Check check ->
          Optional.of(check.with().path("as").asString("")).filter(word -> !word.isEmpty());
      case Step.Make ignored -> Optional.empty();
      case Step.Sign ignored -> Optional.empty();
      case Step.LogIn ignored -> Optional.empty();
      case Step.Issue ignored -> Optional.empty();
      case Step.Configure ignored -> Optional.empty();
    };
  }

  /** The webhooks whose observers steps ask. */
  static Set<String> watched(List<Step> steps) {
    Set<String> watched = new TreeSet<>();
    for (Step step : steps) {
      if (step instanceof Step.Observe observe) {
        watched.add(observe.webhook());
      }
    }
    return watched;
  }

  /** Whether a step needs the cluster's webhook as it usually is. */
  static boolean asksWebhook(Step step) {
    String webhook = CredentialKind.WEBHOOK.word();
    return step instanceof Step.Observe
        || (step instanceof Step.Act act && act.webhook().isPresent())
        || (step instanceof Step.Issue issue && issue.kind().equals(webhook))
        || (step instanceof Step.LogIn login && login.issuer().isEmpty())
        || credential(step).filter(webhook::equals).isPresent();
  }

  /** The issuer that a step needs as it usually is. */
  static Optional<String> issuer(Step step) {
    return switch (step) {
      case Step.Sign sign -> Optional.of(sign.issuer());
      case Step.LogIn login -> login.issuer();
      case Step.Act act -> act.issuer();
      default ->
          credential(step).filter(CredentialKind.OIDC.word()::equals).map(oidc -> Names.PRIMARY);
    };
  }

  /** The endpoint that a step goes to, or the webhook. */
  static Optional<String> endpoint(Step step) {
    return switch (step) {
      case Step.Request request -> Optional.of(request.endpoint());
      case Step.Await await -> endpoint(await.attempt());
      case Step.Check check ->
          Optional.of(check.with().path("endpoint").asString(ReviewRunner.WEBHOOK));
      case Step.Review ignored -> Optional.of(ReviewRunner.WEBHOOK);
      case Step.Access ignored -> Optional.of(ReviewRunner.WEBHOOK);
      case Step.Forge ignored -> Optional.empty();
      case Step.Act ignored -> Optional.empty();
      case Step.Observe ignored -> Optional.empty();
      case Step.Sign ignored -> Optional.empty();
      case Step.LogIn ignored -> Optional.empty();
      case Step.Make ignored -> Optional.empty();
      case Step.Issue ignored -> Optional.empty();
      case Step.Configure ignored -> Optional.empty();
    };
  }
}
