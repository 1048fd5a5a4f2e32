package dev.cksauth.engine;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Repeats a look until it is good or a deadline passes; the only place of the engine that waits.
 */
final class Waiting {

  /** Often enough to measure a wait to half a second, seldom enough to be no load. */
  private static final Duration INTERVAL = Duration.ofMillis(250);

  /** A wait of minutes is measured to half a percent. */
  private static final int LOOKS = 200;

  private Waiting() {}

  /** One look at what is awaited. */
  @FunctionalInterface
  interface Look<T> {
    T look() throws UnknownFactsException, NotTestedException;
  }

  /** Whether a look ends the wait. */
  @FunctionalInterface
  interface Enough<T> {
    boolean enough(T seen);
  }

  /** Looks at least once; returns the last look, good or not. */
  static <T> T until(Duration deadline, Look<T> look, Enough<T> enough)
      throws UnknownFactsException, NotTestedException {
    long end = System.nanoTime() + deadline.toNanos();
    long interval = Math.max(INTERVAL.toNanos(), deadline.toNanos() / LOOKS);
    while (true) {
      T seen = look.look();
      if (enough.enough(seen)
          || System.nanoTime() >= end
          || Thread.currentThread().isInterrupted()) {
        return seen;
      }
      LockSupport.parkNanos(Math.min(interval, Math.max(1, end - System.nanoTime())));
    }
  }
}
