package dev.cksauth.mutant;

import dev.cksauth.reference.managed.Front;
import dev.cksauth.reference.managed.Refusal;
import java.util.Optional;
import java.util.stream.Stream;

/** Endpoints of before the unmanaged one, which its coming has spoilt. */
final class AdditiveMutants {
  private AdditiveMutants() {}

  static Stream<Mutant> all() {
    return Stream.of(
        mutant(
            "deprecated-refuses-service-accounts",
            Part.DEPRECATED_ENDPOINT,
            "additive/deprecated-endpoint-still-serves",
            "deprecated",
            (gateway, head) -> refused()),
        mutant(
            "custom-refuses-service-accounts",
            Part.CUSTOM_ENDPOINT,
            "additive/custom-endpoint-still-serves",
            "custom",
            (gateway, head) -> refused()),
        mutant(
            "custom-takes-console-token",
            Part.CUSTOM_ENDPOINT,
            "additive/custom-endpoint-rejects-console-token",
            "custom",
            Fronts.found((gateway, head) -> gateway.consoleUser(Heads.bearer(head).stream()))));
  }

  private static Optional<Front.Turn> refused() {
    return Optional.of(new Front.Answer(Refusal.unauthorized()));
  }

  private static Mutant mutant(
      String name, Part part, String killer, String endpoint, Fronts.Handling handling) {
    return new Mutant(
        name, part, killer, stage -> stage.front(endpoint, Fronts.rule(stage.gateway(), handling)));
  }
}
