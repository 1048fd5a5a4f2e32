package dev.cksauth.load;

import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Measurements that were never made. */
final class Loads {
  private static final long LONGEST = 60_000_000;

  private Loads() {}

  static LoadPlan plan(double rate) {
    return new LoadPlan(rate, Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(1));
  }

  static Measured withLatency(long micros) {
    return of(1, micros, 0, Map.of());
  }

  static Measured withError(long micros, String error) {
    return of(1, micros, 0, Map.of(error, 1L));
  }

  static Measured of(double rate, long latency, long lag, Map<String, Long> errors) {
    Histogram latencies = new Histogram(LONGEST, 3);
    latencies.recordValueWithCount(latency, 100);
    Histogram lags = new Histogram(LONGEST, 3);
    lags.recordValueWithCount(lag, 100);
    return new Measured(
        plan(rate), 100, 100, errors, Duration.ofSeconds(1), latencies, lags, Duration.ZERO);
  }
}
