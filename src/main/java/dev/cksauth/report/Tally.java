package dev.cksauth.report;

import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How many scenarios got each verdict. Not thread-safe. */
final class Tally {
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

  static Tally of(List<ScenarioResult> results) {
    Tally tally = new Tally();
    results.forEach(result -> tally.add(result.verdict()));
    return tally;
  }

  /** One tally per group, in the order in which the groups first appear. */
  static Map<String, Tally> byGroup(List<ScenarioResult> results) {
    Map<String, Tally> groups = new LinkedHashMap<>();
    for (ScenarioResult result : results) {
      groups
          .computeIfAbsent(ScenarioGroup.of(result.id()), group -> new Tally())
          .add(result.verdict());
    }
    return groups;
  }

  void add(Verdict verdict) {
    counts.merge(verdict, 1, Integer::sum);
  }

  void addAll(Tally other) {
    other.counts.forEach((verdict, count) -> counts.merge(verdict, count, Integer::sum));
  }

  int count(Verdict verdict) {
    return counts.getOrDefault(verdict, 0);
  }

  int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  int ran() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().ran())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  int applicable() {
    return total() - count(Verdict.NOT_APPLICABLE);
  }

  /** What is not simply passed, the gravest first; empty when all passed. */
  String remarks() {
    return Words.REMARKABLE.stream()
        .filter(verdict -> count(verdict) > 0)
        .map(verdict -> Words.count(count(verdict), verdict))
        .collect(Collectors.joining(", "));
  }

  /** What was set aside without running, in words; empty when nothing was. */
  String notRun() {
    return Words.REMARKABLE.stream()
        .filter(verdict -> !verdict.ran() && count(verdict) > 0)
        .map(verdict -> Words.count(count(verdict), verdict))
        .collect(Collectors.joining(", "));
  }

  ConsoleStyle.Ink ink() {
    if (ran() == 0) {
      return ConsoleStyle.Ink.FAINT;
    }
    if (count(Verdict.FAILED) > 0) {
      return ConsoleStyle.Ink.BAD;
    }
    return count(Verdict.WARNING) + count(Verdict.ERROR) + count(Verdict.KNOWN_GAP) > 0
        ? ConsoleStyle.Ink.DOUBTFUL
        : ConsoleStyle.Ink.GOOD;
  }
}
