package dev.cksauth.load;

import java.time.Duration;

/**
 * What is asked of a webhook.
 *
 * @param rate reviews a second
 * @param duration how long it is measured
 * @param warmUp how long the same load is sent before, without being measured
 * @param timeout after which a review counts as unanswered; an API server waits 30 s (contract
 *
 */
public record LoadPlan(double rate, Duration duration, Duration warmUp, Duration timeout) {

  /** The same at another rate. */
  public LoadPlan at(double other) {
    return new LoadPlan(other, duration, warmUp, timeout);
  }

  /** The same for another time. */
  LoadPlan lasting(Duration other) {
    return new LoadPlan(rate, other, warmUp, timeout);
  }

  /** How many reviews that are, at least one. */
  long reviews() {
    return Math.max(1, Math.round(rate * duration.toNanos() / 1e9));
  }
}
