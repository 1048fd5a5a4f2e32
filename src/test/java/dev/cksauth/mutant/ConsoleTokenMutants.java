package dev.cksauth.mutant;

import dev.cksauth.reference.managed.Front;
import java.util.Set;
import java.util.stream.Stream;

/** Endpoints that take a token of the Console where, or in a form in which, they should not. */
final class ConsoleTokenMutants {
  /** Where the managed endpoint should not look; in the other forms it may know a token. */
  private static final Set<Place> NOT_FOR_MANAGED =
      Set.of(Place.QUERY, Place.COOKIE, Place.BASIC, Place.OTHER_HEADER);

  private ConsoleTokenMutants() {}

  static Stream<Mutant> all() {
    return Stream.concat(
        Stream.of(Place.values())
            .filter(NOT_FOR_MANAGED::contains)
            .map(ConsoleTokenMutants::managed),
        Stream.of(
                of(Part.UNMANAGED_ENDPOINT, "unmanaged"),
                of(Part.DEPRECATED_ENDPOINT, "deprecated"))
            .flatMap(mutants -> mutants));
  }

  private static Mutant managed(Place place) {
    return ManagedMutants.policy(
        "managed-takes-token-from-" + place,
        "managed/takes-no-token-elsewhere#" + place,
        console -> Policies.takingFrom(console, place::tokens));
  }

  private static Stream<Mutant> of(Part part, String endpoint) {
    return Stream.concat(
        Stream.of(
            mutant(
                part,
                endpoint,
                "",
                "rejects-console-token",
                (gateway, head) -> gateway.consoleUser(Heads.bearer(head).stream()))),
        Stream.of(Place.values())
            .filter(place -> place != Place.OTHER_HEADER)
            .map(place ->
                mutant(
                    part,
                    endpoint,
                    "-from-" + place,
                    "rejects-console-token-however-sent#" + place,
                    (gateway, head) -> gateway.consoleUser(place.tokens(head)))));
  }

  private static Mutant mutant(
      Part part, String endpoint, String from, String killer, Fronts.Finding finding) {
    return new Mutant(
        endpoint + "-takes-console-token" + from,
        part,
        endpoint + "/" + killer,
        stage -> {
          Front.Rule rule = Fronts.rule(stage.gateway(), Fronts.found(finding));
          stage.front(endpoint, rule);
        });
  }
}
