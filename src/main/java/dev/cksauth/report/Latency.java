package dev.cksauth.report;

import dev.cksauth.result.ExchangeRecord;
import dev.cksauth.result.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How long a subject took to answer, as a chart of bars: each twice as slow as the one before it.
 *
 * @param words the median and the slowest, for those who do not see the chart
 */
record Latency(List<Bar> bars, String words) {
  private static final int HEIGHT = 100;
  private static final int WIDTH = 40;
  private static final int GAP = 4;

  /** A bar of the chart, in its coordinates. */
  record Bar(int x, int y, int width, int height, String label, int count) {}

  static Latency of(List<ScenarioResult> results) {
    List<Long> millis =
        results.stream()
            .flatMap(result -> result.steps().stream())
            .map(step -> step.exchange())
            .filter(Objects::nonNull)
            .filter(exchange -> exchange.response() != null)
            .map(ExchangeRecord::millis)
            .sorted()
            .toList();
    if (millis.isEmpty()) {
      return new Latency(List.of(), "");
    }
    String words =
        "%s answers, counted by milliseconds: half within %d ms, the slowest after %d ms"
            .formatted(
                Words.number(millis.size()), millis.get(millis.size() / 2), millis.getLast());
    return new Latency(bars(millis), words);
  }

  private static List<Bar> bars(List<Long> millis) {
    List<Integer> counts = new ArrayList<>();
    long upper = 1;
    for (long lower = 0; lower <= millis.getLast(); lower = upper, upper *= 2) {
      long from = lower;
      long below = upper;
      counts.add(
          Math.toIntExact(millis.stream().filter(one -> one >= from && one < below).count()));
    }
    int highest = counts.stream().mapToInt(Integer::intValue).max().orElse(1);
    List<Bar> bars = new ArrayList<>();
    int first = 0;
    while (counts.get(first) == 0) {
      first++;
    }
    for (int i = first; i < counts.size(); i++) {
      int height = (int) Math.round((double) HEIGHT * counts.get(i) / highest);
      bars.add(
          new Bar(
              (i - first) * (WIDTH + GAP),
              HEIGHT - height,
              WIDTH,
              height,
              "<" + Words.number(1 << i),
              counts.get(i)));
    }
    return bars;
  }

  /** The chart's width. */
  int width() {
    return bars.size() * (WIDTH + GAP);
  }
}
