package dev.cksauth.report;

import dev.cksauth.result.ScenarioResult;
import java.util.List;

/**
 * One thing that is not as it should be: a scenario, or all that ended in the same error.
 *
 * @param row the first of its scenarios, shown whole
 * @param cause what all of them have in common; empty for one
 * @param ids its scenarios; empty for one
 */
record HtmlFinding(HtmlRow row, String cause, List<String> ids) {

  static HtmlFinding of(Finding finding, Look look) {
    HtmlRow row = HtmlRow.of(finding.first(), look, true);
    return finding.repeats()
        ? new HtmlFinding(
            row, finding.cause(), finding.results().stream().map(ScenarioResult::id).toList())
        : new HtmlFinding(row, "", List.of());
  }

  /** The sentence above several scenarios. */
  String heading() {
    return Words.count(ids.size(), "scenario") + " ended in the same error";
  }
}
