package dev.cksauth.load;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was measured, for people: a line for each load, and below it what was wrong. */
public final class LoadText {
  private static final String COLUMNS = "%10s %10s %9s %9s %9s %9s %9s %9s";

  private LoadText() {}

  /** The names of the columns of {@link #line}. */
  public static String head() {
    return COLUMNS.formatted(columns().toArray());
  }

  /** One load; latencies in milliseconds. */
  public static String line(Measured measured) {
    return COLUMNS.formatted(cells(measured).toArray());
  }

  static List<String> columns() {
    return List.of("rate/s", "right/s", "p50", "p90", "p99", "p99.9", "slowest", "lag p99");
  }

  static List<String> cells(Measured measured) {
    return List.of(
        number(measured.plan().rate()),
        number(measured.throughput()),
        millis(measured.millisAt(50)),
        millis(measured.millisAt(90)),
        millis(measured.millisAt(99)),
        millis(measured.millisAt(99.9)),
        millis(measured.latency().getMaxValue() / 1000.0),
        millis(measured.lagMillisAt(99)));
  }

  /** What was wrong, a sentence each; empty where all was right. */
  public static List<String> remarks(Measured measured) {
    List<String> errors =
        measured.errors().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(error -> "%s × %s".formatted(number(error.getValue()), error.getKey()))
            .collect(Collectors.toList());
    if (measured.lagged()) {
      errors.add("the generator itself was late: of what is slow here, this machine is the reason");
    }
    return errors;
  }

  /** What the generator itself used: a share of one processor. */
  public static String processor(Measured measured) {
    return String.format(
        Locale.ROOT,
        "%.2f of a processor for the generator",
        (double) measured.processor().toNanos() / measured.took().toNanos());
  }

  /** A rate as people write it. */
  public static String number(double number) {
    return String.format(Locale.ROOT, number < 10 ? "%,.1f" : "%,.0f", number);
  }

  static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%,.0f ms", millis);
  }
}
