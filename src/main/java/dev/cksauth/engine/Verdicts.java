package dev.cksauth.engine;

import dev.cksauth.catalogue.Profile;
import dev.cksauth.result.Level;
import dev.cksauth.result.Overall;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the verdicts of scenarios make of a profile, a subject and a run. */
public final class Verdicts {

  private Verdicts() {}

  /**
   * The verdict on a profile; empty if none of its scenarios ran and nobody asked for it.
   *
   * @param unmet what it requires and is not there
   */
  static Optional<ProfileResult> profile(
      String name, List<ScenarioResult> results, boolean asked, List<String> unmet) {
    List<ScenarioResult> own =
        results.stream().filter(result -> result.profiles().contains(name)).toList();
    boolean ran = own.stream().anyMatch(result -> result.verdict().ran());
    if (!ran && !asked) {
      return Optional.empty();
    }
    String requires = unmet.isEmpty() ? "met" : "unmet: " + String.join(", ", unmet);
    Overall overall = overall(own, ran && unmet.isEmpty());
    return Optional.of(new ProfileResult(name, overall, requires, counts(own), musts(own)));
  }

  /** What a profile requires and is not there, in words. */
  static List<String> unmet(Profile profile, Session session) {
    return profile.requires().stream()
        .filter(need -> !met(need, session))
        .map(Profile.Need::says)
        .toList();
  }

  private static boolean met(Profile.Need need, Session session) {
    return switch (need) {
      case Profile.Endpoints endpoints ->
          endpoints.names().stream().allMatch(name -> session.endpoint(name).isPresent());
      case Profile.Accepted accepted -> session.wasAccepted(accepted.kinds());
    };
  }

  private static Overall overall(List<ScenarioResult> results, boolean meaningful) {
    if (results.stream().anyMatch(result -> result.verdict() == Verdict.FAILED)) {
      return Overall.NON_CONFORMANT;
    }
    boolean open =
        results.stream()
            .map(ScenarioResult::verdict)
            .anyMatch(verdict ->
                switch (verdict) {
                  case ERROR, KNOWN_GAP, EXCLUDED -> true;
                  case PASSED, FAILED, WARNING, NOTE, NOT_APPLICABLE, NOT_TESTED -> false;
                });
    return open || !meaningful ? Overall.PARTIAL : Overall.CONFORMANT;
  }

  private static Map<Verdict, Integer> counts(List<ScenarioResult> results) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      counts.put(
          verdict, (int) results.stream().filter(result -> result.verdict() == verdict).count());
    }
    return counts;
  }

  private static int musts(List<ScenarioResult> results) {
    return (int)
        results.stream()
            .filter(result -> result.level() == Level.MUST && result.verdict().ran())
            .count();
  }

  /** The worst of several: non-conformant before partial before conformant; none: partial. */
  public static Overall together(Collection<Overall> parts) {
    if (parts.contains(Overall.NON_CONFORMANT)) {
      return Overall.NON_CONFORMANT;
    }
    return parts.isEmpty() || parts.contains(Overall.PARTIAL)
        ? Overall.PARTIAL
        : Overall.CONFORMANT;
  }
}
