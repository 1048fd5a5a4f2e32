package dev.cksauth.report;

import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.StepResult;
import dev.cksauth.result.StepVerdict;
import dev.cksauth.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person needs to know of a result that is no pass, as labelled lines in fixed order. */
final class Explanation {
  /** One labelled piece of text; empty ones are never made. */
  record Line(String label, String text) {}

  private final List<Line> lines = new ArrayList<>();

  private Explanation() {}

  /**
   * Explains a result: required, expected and actual of every step that broke (not only the first),
   * so what, fix, look.
   *
   * @param look where to find more; absent where nowhere
   */
  static List<Line> of(ScenarioResult result, @Nullable String look) {
    Explanation explanation = new Explanation();
    explanation.add("required", result.required());
    List<StepResult> broken = result.steps().stream().filter(Explanation::broke).toList();
    for (StepResult step : broken) {
      if (broken.size() > 1 || step.control()) {
        explanation.add(step.control() ? "control" : "step", step.title());
      }
      explanation.add("expected", step.expected());
      explanation.add("actual", step.actual());
    }
    explanation.add("rounds", Steadiness.ifFlaky(result));
    boolean error = result.verdict() == Verdict.ERROR;
    boolean said = broken.stream().anyMatch(step -> step.actual().equals(result.reason()));
    if (broken.isEmpty() || (error && !said) || result.verdict() == Verdict.KNOWN_GAP) {
      explanation.add("reason", result.reason());
    }
    if (!error && !broken.isEmpty()) {
      // Neither would be true of an error, which says nothing about the subject, or of a known gap
      // that is closed: there every step passed.
      explanation.add("so what", result.consequence());
      explanation.add("fix", result.fix());
    }
    explanation.add("look", look == null ? "" : look);
    return List.copyOf(explanation.lines);
  }

  /** The one sentence that says what went wrong. */
  static String summary(ScenarioResult result) {
    return result.steps().stream()
        .filter(Explanation::broke)
        .findFirst()
        .map(StepResult::actual)
        .filter(actual -> !actual.isBlank() && result.verdict() != Verdict.ERROR)
        .orElse(result.reason());
  }

  private static boolean broke(StepResult step) {
    return step.verdict() == StepVerdict.FAILED || step.verdict() == StepVerdict.ERROR;
  }

  private void add(String label, String text) {
    if (!text.isBlank()) {
      lines.add(new Line(label, text));
    }
  }
}
