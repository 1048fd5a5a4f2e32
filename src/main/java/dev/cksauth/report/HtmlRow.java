package dev.cksauth.report;

import dev.cksauth.result.Evidence;
import dev.cksauth.result.ExchangeRecord;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  private static final int LONGEST_BODY = 4000;

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
        exchange == null || !open ? "" : text(exchange));
  }

  private static String text(ExchangeRecord exchange) {
    List<String> lines = new ArrayList<>();
    ExchangeRecord.Request request = exchange.request();
    @Nullable List<String> written = request.lines();
    if (written == null) {
      lines.add(request.method() + " " + request.url());
      headers(lines, request.headers());
      body(lines, request.body());
    } else {
      lines.add(request.url());
      lines.addAll(written);
    }
    lines.add("");
    ExchangeRecord.@Nullable Response response = exchange.response();
    if (response != null) {
      lines.add(
          "%d over %s, %d ms".formatted(response.status(), response.protocol(), exchange.millis()));
      headers(lines, response.headers());
      body(lines, response.body());
    }
    @Nullable String error = exchange.error();
    if (error != null) {
      lines.add("no answer: " + error);
    }
    return String.join("\n", lines);
  }

  private static void headers(List<String> lines, Map<String, List<String>> headers) {
    headers.forEach((name, values) -> values.forEach(value -> lines.add(name + ": " + value)));
  }

  private static void body(List<String> lines, @Nullable String body) {
    if (body != null && !body.isEmpty()) {
      lines.add("");
      lines.add(body.length() > LONGEST_BODY ? body.substring(0, LONGEST_BODY) + " … (cut)" : body);
    }
  }
}
