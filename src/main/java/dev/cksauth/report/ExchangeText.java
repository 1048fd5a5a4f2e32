package dev.cksauth.report;

import dev.cksauth.result.ExchangeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An exchange as lines that read as they went over the wire: what was sent, what came back. */
final class ExchangeText {
  private static final int LONGEST_BODY = 4000;

  private final List<String> lines = new ArrayList<>();

  private ExchangeText() {}

  static String of(ExchangeRecord exchange) {
    ExchangeText text = new ExchangeText();
    text.sent(exchange.request());
    text.lines.add("");
    text.received(exchange);
    return String.join("\n", text.lines);
  }

  private void sent(ExchangeRecord.Request request) {
    @Nullable List<String> written = request.lines();
    if (written == null) {
      lines.add(request.method() + " " + request.url());
      headers(request.headers());
      body(request.body());
    } else {
      lines.add(request.url());
      lines.addAll(written);
    }
  }

  private void received(ExchangeRecord exchange) {
    ExchangeRecord.@Nullable Response response = exchange.response();
    if (response != null) {
      lines.add(
          "%d over %s, %d ms".formatted(response.status(), response.protocol(), exchange.millis()));
      headers(response.headers());
      body(response.body());
    }
    @Nullable String error = exchange.error();
    if (error != null) {
      lines.add("no answer: " + error);
    }
  }

  private void headers(Map<String, List<String>> headers) {
    headers.forEach((name, values) -> values.forEach(value -> lines.add(name + ": " + value)));
  }

  private void body(@Nullable String body) {
    if (body != null && !body.isEmpty()) {
      lines.add("");
      lines.add(body.length() > LONGEST_BODY ? body.substring(0, LONGEST_BODY) + " … (cut)" : body);
    }
  }
}
