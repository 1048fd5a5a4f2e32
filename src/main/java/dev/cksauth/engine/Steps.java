package dev.cksauth.engine;

import dev.cksauth.catalogue.Step;
import java.util.Optional;

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
      case Step.Issue ignored -> Optional.empty();
      case Step.Configure ignored -> Optional.empty();
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
      case Step.Make ignored -> Optional.empty();
      case Step.Issue ignored -> Optional.empty();
      case Step.Configure ignored -> Optional.empty();
    };
  }
}
