package dev.cksauth.report;

import dev.cksauth.result.Evidence;
import dev.cksauth.result.ExchangeRecord;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.StepResult;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One result as a row that can be opened.
 *
 * @param anchor where the console's report leads to
 * @param search what is searched, in small letters
 * @param repeat how to have it run again
 * @param open whether it is shown whole: what was sent and came back as well
 */
record HtmlRow(
    ScenarioResult result,
    String anchor,
    String sign,
    String search,
    String evidence,
    String repeat,
    boolean open,
    List<Step> steps) {

  /** A step, and the exchange that decided it as text; empty where that is not shown. */
  record Step(String title, String verdict, String expected, String actual, String exchange) {}

  static HtmlRow of(ScenarioResult result, Look look, boolean open) {
    @Nullable Evidence evidence = result.evidence();
    String search =
        String.join(
            " ",
            result.id(),
            result.title(),
            result.requirement(),
            result.reason(),
            result.subject());
    return new HtmlRow(
        result,
        look.anchor(result),
        HtmlPage.sign(result),
        search.toLowerCase(Locale.ROOT),
        evidence == null ? "" : evidence.word(),
        "cks-auth run FILE --scenario '%s' --trace".formatted(result.id()),
        open,
        result.steps().stream().map(step -> step(step, open)).toList());
  }

  private static Step step(StepResult step, boolean open) {
    @Nullable ExchangeRecord exchange = step.exchange();
    return new Step(
        (step.control() ? "control: " : "") + step.title(),
        step.verdict().word(),
        step.expected(),
        step.actual(),
        exchange == null || !open ? "" : ExchangeText.of(exchange));
  }
}
