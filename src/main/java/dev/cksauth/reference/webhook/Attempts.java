package dev.cksauth.reference.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Attempts to log in, by user: too many wrong ones in a row lock the user out for a while, and too
 * many in a short time have to wait.
 *
 * <p>An attempt counts as a failure from its beginning until it is known to be none: else a
 * thousand guesses at once would all begin before the first has failed.
 */
final class Attempts {
  private static final int MOST_USERS = 10_000;

  private final AttemptLimits limits;
  private final InstantSource clock;
  private final Map<String, Tally> users = new HashMap<>();

  private static final class Tally {
    private int failures;
    private Instant locked = Instant.MIN;
    private int inWindow;
    private Instant window = Instant.MIN;
  }

  Attempts(AttemptLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Begins an attempt.
   *
   * @return how long to wait; empty: go on, and tell {@link #succeeded} where it was good
   */
  synchronized Optional<Duration> begin(String user) {
    Instant now = clock.instant();
    if (users.size() >= MOST_USERS) {
      users.values().removeIf(tally -> over(tally, now));
    }
    Tally tally = users.computeIfAbsent(user, any -> new Tally());
    if (tally.locked.isAfter(now)) {
      return Optional.of(Duration.between(now, tally.locked));
    }
    if (tally.failures >= limits.failures()) {
      tally.failures = 0;
    }
    if (!tally.window.isAfter(now)) {
      tally.window = now.plus(limits.window());
      tally.inWindow = 0;
    }
    if (tally.inWindow >= limits.perWindow()) {
      return Optional.of(Duration.between(now, tally.window));
    }
    tally.inWindow++;
    tally.failures++;
    if (tally.failures >= limits.failures()) {
      tally.locked = now.plus(limits.lockOut());
    }
    return Optional.empty();
  }

  /** What was remembered of names that nobody has is forgotten first. */
  private static boolean over(Tally tally, Instant now) {
    return !tally.locked.isAfter(now) && !tally.window.isAfter(now);
  }

  /** The attempt was good: those before it are forgiven. */
  synchronized void succeeded(String user) {
    Tally tally = users.computeIfAbsent(user, any -> new Tally());
    tally.failures = 0;
    tally.locked = Instant.MIN;
  }

  /** The attempt says nothing of the user: nobody could tell. */
  synchronized void undecided(String user) {
    Tally tally = users.computeIfAbsent(user, any -> new Tally());
    tally.failures = Math.max(0, tally.failures - 1);
    if (tally.failures < limits.failures()) {
      tally.locked = Instant.MIN;
    }
  }
}
