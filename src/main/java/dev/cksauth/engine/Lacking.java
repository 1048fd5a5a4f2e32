package dev.cksauth.engine;

import dev.cksauth.catalogue.Capability;
import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Names;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Why a scenario is not run: what it needs is not there. What the subject has not makes it not
 * applicable; what the user did not give leaves it not tested.
 */
record Lacking(Verdict verdict, String reason) {

  /** How the answer was found where the subject's file alone told. */
  static final String DERIVED = "derived";

  /**
   * What lacks with a capability.
   *
   * @param declared whether the subject's file says so itself
   * @param found how that was found out, in words
   */
  static Lacking of(Capability capability, boolean declared, String found) {
    String how = capability.how().isEmpty() ? "" : ": " + capability.how();
    if (declared || capability.input().isEmpty()) {
      return new Lacking(
          Verdict.NOT_APPLICABLE,
          "capability %s is absent (%s)%s".formatted(capability.name(), found, how));
    }
    String why = found.equals(DERIVED) ? "" : ", " + found;
    return new Lacking(Verdict.NOT_TESTED, "%s%s)%s".formatted(named(capability), why, how));
  }

  /** What lacks where no credential is given that a scenario's word means. */
  static String credential(Catalogue catalogue, String word) {
    Capability.GivenCredential origin =
        word.equals(Names.ANOTHER_USER)
            ? new Capability.GivenCredential(Names.VALID, 2)
            : new Capability.GivenCredential(word, 0);
    return catalogue.capabilities().values().stream()
        .filter(one -> one.origin().equals(origin))
        .findFirst()
        .map(one -> of(one, false, DERIVED).reason())
        .orElse("no credential of kind `" + word + "` is given in the subject's file");
  }

  private static String named(Capability capability) {
    return "%s (capability %s".formatted(start(capability), capability.name());
  }

  private static String start(Capability capability) {
    return capability.input().orElse(capability.name()) + " is not given";
  }

  /** What `init` calls a kind of subject. */
  private static String template(String kind) {
    return kind.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /**
   * One sentence on all that was not given and that scenarios wanted; empty where nothing was.
   *
   * @param kind of the subject
   */
  static Optional<String> note(Catalogue catalogue, String kind, List<ScenarioResult> results) {
    // Two capabilities may be wanting for the same input.
    Set<String> inputs = new LinkedHashSet<>();
    long scenarios = 0;
    for (Capability capability : catalogue.capabilities().values()) {
      long wanting =
          results.stream()
              .filter(result -> result.verdict() == Verdict.NOT_TESTED)
              .filter(result -> result.reason().startsWith(named(capability)))
              .count();
      if (wanting > 0) {
        inputs.add(capability.input().orElse(capability.name()));
        scenarios += wanting;
      }
    }
    return inputs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d %s not tested, for want of %s: see `cks-auth init %s`"
                .formatted(
                    scenarios,
                    scenarios == 1 ? "scenario was" : "scenarios were",
                    String.join(", ", inputs),
                    template(kind)));
  }
}
