package dev.cksauth.report;

import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.StepVerdict;
import dev.cksauth.result.Verdict;
import java.util.List;

/**
 * A file of known gaps to be filled in: an entry for each scenario that failed. It is refused until
 * a person has written into each entry why that may be so, and where it is tracked.
 */
public final class KnownGapsTemplate {
  private static final int WIDTH = 120;

  /** The text of the file. */
  public String render(RunResult run) {
    List<ScenarioResult> failed = run.results().stream().filter(KnownGapsTemplate::isOpen).toList();
    StringBuilder text = new StringBuilder();
    text.append("# What failed on %s.\n".formatted(run.startedAt()));
    if (run.unfinished()) {
      text.append("# The run was ended before all scenarios had run: there may be more.\n");
    }
    if (failed.isEmpty()) {
      return text.append("# Nothing: there is no gap to be known.\n[]\n").toString();
    }
    text.append(
        "# Write into each entry why it may, and where that is tracked; take out what may not.\n");
    text.append("# An entry whose scenario passes later is failed: remove it then.\n");
    failed.forEach(result -> entry(result, text));
    return text.toString();
  }

  /**
   * Whether a requirement is not met. What failed because its entry is out of date is no gap: all
   * of its steps passed.
   */
  private static boolean isOpen(ScenarioResult result) {
    return result.verdict() == Verdict.FAILED
        && result.steps().stream().anyMatch(step -> step.verdict() == StepVerdict.FAILED);
  }

  private static void entry(ScenarioResult result, StringBuilder text) {
    text.append("\n# %s\n".formatted(comment(result.title())));
    text.append("# %s\n".formatted(comment(result.reason())));
    text.append("- scenario: %s\n".formatted(quoted(result.id())));
    text.append("  subject: %s\n".formatted(quoted(result.subject())));
    text.append("  reason:\n  link:\n");
  }

  /** A comment ends with its line; what the subject says must not become an entry. */
  private static String comment(String text) {
    return Layout.cut(text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cf}\\p{Cn}]+", " "), WIDTH);
  }

  private static String quoted(String text) {
    return "'" + comment(text).replace("'", "''") + "'";
  }
}
