package dev.cksauth.report;

import dev.cksauth.report.ConsoleStyle.Ink;
import dev.cksauth.result.ExchangeRecord;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.StepResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What went over the wire in a scenario, step by step; already redacted where it was captured. */
final class TraceText {
  /** Enough of a body to see what it is; report.json has all of it. */
  private static final int BODY_CHARACTERS = 4_000;

  private final ConsoleStyle style;
  private final String indent;

  TraceText(ConsoleStyle style, String indent) {
    this.style = style;
    this.indent = indent;
  }

  void print(Page page, ScenarioResult result) {
    for (StepResult step : result.steps()) {
      if (step.exchange() != null) {
        String kind = step.control() ? "control: " : "step: ";
        page.hanging(indent, kind + step.title() + " (" + step.verdict().word() + ")", Ink.STRONG);
        print(page, step.exchange());
      }
    }
  }

  private void print(Page page, ExchangeRecord exchange) {
    ExchangeRecord.Request request = exchange.request();
    sent(page, request.method() + " " + request.url());
    headers(page, "> ", request.headers());
    body(page, "> ", request.body());
    List<String> lines = request.lines();
    if (lines != null) {
      body(page, "> ", String.join("\n", lines));
    }
    ExchangeRecord.Response response = exchange.response();
    if (response != null) {
      received(
          page, response.status() + " " + response.protocol() + ", " + exchange.millis() + " ms");
      headers(page, "< ", response.headers());
      body(page, "< ", response.body());
    }
    if (exchange.error() != null) {
      received(page, "no complete answer: " + exchange.error() + ", " + exchange.millis() + " ms");
    }
  }

  private void sent(Page page, String line) {
    literal(page, "> ", line);
  }

  private void received(Page page, String line) {
    literal(page, "< ", line);
  }

  private void headers(Page page, String mark, Map<String, List<String>> headers) {
    headers.forEach(
        (name, values) -> values.forEach(value -> literal(page, mark, name + ": " + value)));
  }

  private void body(Page page, String mark, @Nullable String body) {
    if (body == null || body.isEmpty()) {
      return;
    }
    literal(page, mark, "");
    String shown = Layout.cut(body, BODY_CHARACTERS);
    shown.lines().forEach(line -> literal(page, mark, line));
    if (shown.length() < body.length()) {
      literal(page, mark, "… cut off here; report.json has all of it");
    }
  }

  /** Lines of an exchange are not wrapped: they are copied, compared and searched for. */
  private void literal(Page page, String mark, String line) {
    page.line(indent + style.paint(Ink.FAINT, (mark + style.text(line)).stripTrailing()));
  }
}
