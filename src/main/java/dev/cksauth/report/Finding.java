package dev.cksauth.report;

import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One numbered thing to tell: a scenario, or all scenarios that ended in the same error. */
record Finding(Verdict verdict, List<ScenarioResult> results) {
  private static final int NAMED_IDS = 3;

  /** How the engine begins the reason of an error where a control was not met. */
  private static final Pattern CONTROL =
      Pattern.compile("^the control failed \\(.*?\\): (expected .*?, got )?");

  /** The findings in the order in which to tell them: the gravest first. */
  static List<Finding> of(List<ScenarioResult> results) {
    List<Finding> findings = new ArrayList<>();
    for (Verdict verdict : List.of(Verdict.FAILED, Verdict.WARNING, Verdict.ERROR, Verdict.NOTE)) {
      List<ScenarioResult> found =
          results.stream().filter(result -> result.verdict() == verdict).toList();
      if (verdict == Verdict.ERROR) {
        findings.addAll(byReason(found));
      } else {
        found.forEach(result -> findings.add(new Finding(verdict, List.of(result))));
      }
    }
    return findings;
  }

  /** A dead endpoint is one finding, however many scenarios wanted it. */
  private static List<Finding> byReason(List<ScenarioResult> errors) {
    Map<String, List<ScenarioResult>> reasons = new LinkedHashMap<>();
    for (ScenarioResult error : errors) {
      reasons.computeIfAbsent(cause(error), reason -> new ArrayList<>()).add(error);
    }
    return reasons.values().stream()
        .map(same -> new Finding(Verdict.ERROR, List.copyOf(same)))
        .toList();
  }

  /** What went wrong, whatever each scenario calls its control and expects of it. */
  private static String cause(ScenarioResult error) {
    return CONTROL.matcher(error.reason()).replaceFirst("the control failed: ");
  }

  /** What all of its scenarios have in common. */
  String cause() {
    return cause(first());
  }

  ScenarioResult first() {
    return results.getFirst();
  }

  boolean repeats() {
    return results.size() > 1;
  }

  /** The first few ids, and how many more there are. */
  static String some(List<String> ids) {
    // Naming the last one takes no more room than counting it.
    int named = ids.size() <= NAMED_IDS + 1 ? ids.size() : NAMED_IDS;
    String names = String.join(", ", ids.subList(0, named));
    return named == ids.size()
        ? names
        : names + " and " + Words.number(ids.size() - named) + " more";
  }
}
