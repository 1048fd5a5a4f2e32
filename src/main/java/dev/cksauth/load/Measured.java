package dev.cksauth.load;

import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;

/**
 * What was seen of one load.
 *
 * @param plan what was asked
 * @param sent how many reviews
 * @param right how many were answered rightly
 * @param errors how many were not, by what was wrong
 * @param took from the first moment that was due to the last answer
 * @param latency in microseconds, from the moment when a review was due to its answer; those
 *     without an answer in time are in it, those that failed otherwise are not
 * @param lag in microseconds, from the moment when a review was due until it was handed over
 * @param processor what the generator itself used
 */
public record Measured(
    LoadPlan plan,
    long sent,
    long right,
    Map<String, Long> errors,
    Duration took,
    AbstractHistogram latency,
    AbstractHistogram lag,
    Duration processor) {
  private static final double TAIL = 99;

  /** A generator that is late by no more than this measures well enough. */
  private static final long LEAST_LAG = 2_000;

  private static final int SHARE = 10;

  public Measured {
    errors = Map.copyOf(errors);
  }

  /** Reviews answered rightly, a second. */
  public double throughput() {
    return right / (took.toNanos() / 1e9);
  }

  /**
   * Whether the generator was too late itself to judge anybody: where its lag, at the 99th
   * percentile, is over 2 ms and over a tenth of the latency.
   */
  public boolean lagged() {
    long late = lag.getValueAtPercentile(TAIL);
    return late > LEAST_LAG && late > latency.getValueAtPercentile(TAIL) / SHARE;
  }

  /** The generator's own lag in milliseconds at a percentile. */
  public double lagMillisAt(double percentile) {
    return lag.getValueAtPercentile(percentile) / 1000.0;
  }

  /** A latency in milliseconds at a percentile. */
  public double millisAt(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1000.0;
  }
}
