package dev.cksauth.report;

import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.SubjectResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What differs between two reports. It compares verdicts that the engine gave and gives none
 * itself.
 *
 * <p>A regression is one of: a MUST or SHOULD that is not met and was, or is new; a scenario that
 * passed and has no answer now; one that passed and has disappeared though the catalogue is the
 * same; a verdict on a subject or profile that is worse, or no longer there.
 *
 * @param older what is compared with
 * @param newer what is compared
 */
public record Comparison(Side older, Side newer) {

  /**
   * One of the two reports.
   *
   * @param file as the reader named it
   */
  public record Side(String file, RunResult run) {}

  /** Whether something that was good is so no longer, or can no longer be seen to be. */
  public boolean regression() {
    return differences().stream().anyMatch(Difference::regression)
        || standings().stream().anyMatch(Standing::worse);
  }

  /** Whether a run was ended before its end, so that what is missing says nothing. */
  public boolean unfinished() {
    return older.run().unfinished() || newer.run().unfinished();
  }

  /** Whether the reports have a subject in common. */
  public boolean sharesSubject() {
    return older.run().subjects().stream().anyMatch(subject -> isIn(newer.run(), subject.id()));
  }

  /** What a result is known by in its report. */
  static String key(ScenarioResult result) {
    return result.subject() + " " + result.id();
  }

  private static Map<String, ScenarioResult> byKey(RunResult run) {
    return run.results().stream()
        .collect(
            Collectors.toMap(
                Comparison::key, result -> result, (first, second) -> second, LinkedHashMap::new));
  }

  private static boolean isIn(RunResult run, String subject) {
    return run.subjects().stream().anyMatch(one -> one.id().equals(subject));
  }

  /**
   * Scenarios that went otherwise, the gravest first; those of subjects that only one report has
   * are no differences, but {@link #standings()}.
   */
  List<Difference> differences() {
    Map<String, ScenarioResult> before = byKey(older.run());
    Map<String, ScenarioResult> after = byKey(newer.run());
    boolean sameCatalogue = older.run().catalogue().equals(newer.run().catalogue());
    List<Difference> differences = new ArrayList<>();
    after.forEach((key, result) -> {
      ScenarioResult was = before.get(key);
      if (isIn(older.run(), result.subject())
          && (was == null || was.verdict() != result.verdict())) {
        differences.add(Difference.between(was, result));
      }
    });
    before.forEach((key, result) -> {
      if (isIn(newer.run(), result.subject()) && !after.containsKey(key)) {
        differences.add(Difference.gone(result, sameCatalogue));
      }
    });
    differences.sort(Comparator.comparing(Difference::change));
    return differences;
  }

  /** Verdicts on subjects and profiles that differ. */
  List<Standing> standings() {
    List<Standing> standings = new ArrayList<>();
    Map<String, SubjectResult> before = bySubject(older.run());
    Map<String, SubjectResult> after = bySubject(newer.run());
    for (String id : union(before.keySet(), after.keySet())) {
      SubjectResult was = before.get(id);
      SubjectResult is = after.get(id);
      standings.add(
          new Standing(
              id, null, was == null ? null : was.verdict(), is == null ? null : is.verdict()));
      if (was != null && is != null) {
        profiles(was, is, standings);
      }
    }
    standings.removeIf(standing -> standing.before() == standing.after());
    return standings;
  }

  private static void profiles(SubjectResult was, SubjectResult is, List<Standing> standings) {
    Map<String, ProfileResult> before = byName(was);
    Map<String, ProfileResult> after = byName(is);
    for (String name : union(before.keySet(), after.keySet())) {
      ProfileResult old = before.get(name);
      ProfileResult now = after.get(name);
      standings.add(
          new Standing(
              is.id(),
              name,
              old == null ? null : old.verdict(),
              now == null ? null : now.verdict()));
    }
  }

  private static Map<String, SubjectResult> bySubject(RunResult run) {
    Map<String, SubjectResult> subjects = new LinkedHashMap<>();
    run.subjects().forEach(subject -> subjects.put(subject.id(), subject));
    return subjects;
  }

  private static Map<String, ProfileResult> byName(SubjectResult subject) {
    Map<String, ProfileResult> profiles = new LinkedHashMap<>();
    subject.profiles().forEach(profile -> profiles.put(profile.name(), profile));
    return profiles;
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> both = new LinkedHashSet<>(one);
    both.addAll(other);
    return both;
  }

  /** Scenarios that took much longer. */
  List<Slower> slower() {
    return Slower.of(byKey(older.run()), newer.run());
  }

  /** How many times as long the newer run took. */
  double factor() {
    return Slower.factor(byKey(older.run()), newer.run());
  }

  /** What makes the two less alike than a comparison would have them, one sentence each. */
  List<String> caveats() {
    RunResult before = older.run();
    RunResult after = newer.run();
    List<String> caveats = new ArrayList<>();
    differ(caveats, "suite versions", before.suiteVersion(), after.suiteVersion(), "");
    differ(
        caveats,
        "catalogues",
        before.catalogue(),
        after.catalogue(),
        "; scenarios that are new or have disappeared may be the catalogue's doing");
    differ(caveats, "topologies", before.topology(), after.topology(), "");
    differ(
        caveats, "numbers of rounds", rounds(before), rounds(after), "; the worst verdict counts");
    for (SubjectResult was : before.subjects()) {
      after.subjects().stream()
          .filter(is -> is.id().equals(was.id()))
          .forEach(is ->
              differ(
                  caveats,
                  "versions of " + was.id(),
                  Objects.requireNonNullElse(was.version(), "none"),
                  Objects.requireNonNullElse(is.version(), "none"),
                  ""));
    }
    Stream.of(older, newer)
        .filter(side -> side.run().unfinished())
        .forEach(side ->
            caveats.add(side.file() + " is of a run that was ended before all scenarios had run"));
    leftOut(caveats, older, after);
    leftOut(caveats, newer, before);
    return caveats;
  }

  private static String rounds(RunResult run) {
    return run.rounds() == null ? "1" : String.valueOf(run.rounds().done().size());
  }

  private static void differ(
      List<String> caveats, String what, String before, String after, String therefore) {
    if (!before.equals(after)) {
      caveats.add("the %s differ: %s → %s%s".formatted(what, before, after, therefore));
    }
  }

  private static void leftOut(List<String> caveats, Side side, RunResult other) {
    side.run().leftOut().stream()
        .filter(sentence -> !other.leftOut().contains(sentence))
        .forEach(sentence -> caveats.add("only " + side.file() + " left out: " + sentence));
  }
}
