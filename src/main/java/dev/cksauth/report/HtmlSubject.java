package dev.cksauth.report;

import dev.cksauth.result.Attempt;
import dev.cksauth.result.Overall;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.StepResult;
import dev.cksauth.result.SubjectResult;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One subject: its verdict, who was let in where, what is to be changed, and how fast it answered.
 *
 * @param columns kinds of credentials, of the matrix
 * @param findings what is not as it should be, the gravest first
 * @param setAside what says nothing of the subject, by reason
 */
record HtmlSubject(
    SubjectResult result,
    String heading,
    List<Profile> profiles,
    List<String> columns,
    List<MatrixRow> matrix,
    List<HtmlFinding> findings,
    List<SetAside> setAside,
    Latency latency) {

  /** A profile's verdict, how it stands, why it is only partial, and its counts, in words. */
  record Profile(ProfileResult result, String standing, String why, String counts) {}

  /** An endpoint, and what it did with each kind of credential; empty: not tried. */
  record MatrixRow(String endpoint, List<Cell> cells) {}

  /** What became of a kind of credential at an endpoint. */
  record Cell(String outcome, String words) {}

  static HtmlSubject of(SubjectResult subject, RunResult run, Look look) {
    List<ScenarioResult> own = Words.resultsOf(run, subject);
    Map<String, Map<String, Map<String, Integer>>> attempts = attempts(own);
    Set<String> columns = new LinkedHashSet<>();
    attempts.values().forEach(row -> columns.addAll(row.keySet()));
    List<String> sorted = columns.stream().sorted().toList();
    return new HtmlSubject(
        subject,
        Words.heading(subject),
        subject.profiles().stream()
            .map(profile -> profile(profile, own, run.unfinished()))
            .toList(),
        sorted,
        attempts.entrySet().stream()
            .map(entry -> row(entry.getKey(), entry.getValue(), sorted))
            .toList(),
        Finding.of(own).stream().map(finding -> HtmlFinding.of(finding, look)).toList(),
        SetAside.of(own),
        Latency.of(own));
  }

  private static Profile profile(
      ProfileResult profile, List<ScenarioResult> own, boolean unfinished) {
    return new Profile(
        profile,
        VerdictText.standing(profile, own),
        profile.verdict() == Overall.PARTIAL ? new VerdictText(unfinished).whyPartial(profile) : "",
        Words.counts(profile));
  }

  private static Map<String, Map<String, Map<String, Integer>>> attempts(
      List<ScenarioResult> results) {
    Map<String, Map<String, Map<String, Integer>>> attempts = new LinkedHashMap<>();
    for (ScenarioResult result : results) {
      for (StepResult step : result.steps()) {
        Attempt attempt = step.attempt();
        if (attempt != null) {
          attempts
              .computeIfAbsent(attempt.endpoint(), any -> new TreeMap<>())
              .computeIfAbsent(attempt.credential(), any -> new TreeMap<>())
              .merge(attempt.outcome(), 1, Integer::sum);
        }
      }
    }
    return attempts;
  }

  private static MatrixRow row(
      String endpoint, Map<String, Map<String, Integer>> row, List<String> columns) {
    return new MatrixRow(
        endpoint,
        columns.stream().map(column -> cell(row.getOrDefault(column, Map.of()))).toList());
  }

  private static Cell cell(Map<String, Integer> outcomes) {
    if (outcomes.isEmpty()) {
      return new Cell("not-tried", "not tried");
    }
    String words =
        outcomes.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue() + "×")
            .collect(Collectors.joining(", "));
    return new Cell(outcomes.size() == 1 ? outcomes.keySet().iterator().next() : "mixed", words);
  }
}
