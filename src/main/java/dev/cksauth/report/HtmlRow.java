package dev.cksauth.report;

import dev.cksauth.result.Evidence;
import dev.cksauth.result.ExchangeRecord;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.StepResult;
import dev.cksauth.result.StepVerdict;
import dev.cksauth.result.Verdict;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One result as a row that can be opened.
 *
 * @param anchor where the console's report leads to
 * @param search what is searched, in small letters
 * @param held how the verdict held over rounds; empty where the run was not repeated
 * @param repeat how to have it run again
 * @param told where on the page it is told whole; empty: nowhere, or here
 * @param advice whether what a failure means, and what to do, is true of it
 * @param open whether it is shown whole: what was sent and came back as well
 */
record HtmlRow(
    ScenarioResult result,
    String anchor,
    String sign,
    String search,
    String evidence,
    String held,
    String repeat,
    String told,
    boolean advice,
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
        result.stability() == null ? "" : Steadiness.of(result.stability()),
        look.again(result),
        open ? "" : look.told(result),
        open && advises(result),
        open,
        result.steps().stream().map(step -> step(step, open)).toList());
  }

  /**
   * An error says nothing about the subject, and a gap that is closed needs nothing but its line.
   */
  private static boolean advises(ScenarioResult result) {
    return result.verdict() != Verdict.ERROR
        && result.steps().stream().anyMatch(step -> step.verdict() == StepVerdict.FAILED);
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
