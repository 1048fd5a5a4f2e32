package dev.cksauth.reference.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for named conditions by asking; the only place of the reference system that waits so. */
public final class Poll {

  /** How many different near misses a failure shows: the last ones. */
  private static final int SHOWN = 5;

  private Poll() {}

  /**
   * What one look at a condition found.
   *
   * @param met whether it holds
   * @param nearMiss what was seen instead; empty when it holds
   */
  public record Attempt(boolean met, String nearMiss) {

    /** The condition holds. */
    public static Attempt success() {
      return new Attempt(true, "");
    }

    /** The condition does not hold yet; {@code seen} says what was there instead. */
    public static Attempt notYet(String seen) {
      return new Attempt(false, seen);
    }
  }

  /** One look at a condition. */
  @FunctionalInterface
  public interface Check {
    /**
     * Looks once; does not wait for the condition itself.
     *
     * @throws IOException when looking again would not help; it ends the wait as it is
     */
    Attempt look() throws IOException, InterruptedException;
  }

  /**
   * Waits until the check holds.
   *
   * @param condition what is awaited, as the subject of a sentence: "the API server is ready"
   * @param deadline the longest wait; the check is made at least once
   * @param interval the pause between two looks
   * @param abort a reason to give up early (the process that is awaited died), or nothing
   * @throws ConditionNotMetException when the deadline passes or the wait is given up
   * @throws IOException as the check throws it
   * @throws InterruptedException when the thread is interrupted
   */
  public static void until(
      String condition,
      Duration deadline,
      Duration interval,
      Check check,
      Supplier<Optional<String>> abort)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<String> nearMisses = new ArrayList<>();
    String last = "";
    while (true) {
      Attempt attempt = check.look();
      if (attempt.met()) {
        return;
      }
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      if (!attempt.nearMiss().equals(last)) {
        last = attempt.nearMiss();
        nearMisses.add("%s: %s".formatted(seconds(elapsed), last));
      }
      Optional<String> reason = abort.get();
      if (reason.isPresent()) {
        throw failure(condition, "given up after " + seconds(elapsed), reason.get(), nearMisses);
      }
      if (elapsed.compareTo(deadline) >= 0) {
        throw failure(condition, "not within " + seconds(deadline), "", nearMisses);
      }
      pause(interval);
    }
  }

  /**
   * Waits until the check holds, with nothing that could end the wait early.
   *
   * @see #until(String, Duration, Duration, Check, Supplier)
   */
  public static void until(String condition, Duration deadline, Duration interval, Check check)
      throws IOException, InterruptedException {
    until(condition, deadline, interval, check, Optional::empty);
  }

  /** A check that knows only yes and no. */
  public static Check that(BooleanSupplier holds) {
    return () -> holds.getAsBoolean() ? Attempt.success() : Attempt.notYet("does not hold");
  }

  private static void pause(Duration interval) throws InterruptedException {
    LockSupport.parkNanos(interval.toNanos());
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private static ConditionNotMetException failure(
      String condition, String outcome, String reason, List<String> nearMisses) {
    StringBuilder message = new StringBuilder("%s: %s".formatted(condition, outcome));
    if (!reason.isEmpty()) {
      message.append(": ").append(reason);
    }
    List<String> shown =
        nearMisses.subList(Math.max(0, nearMisses.size() - SHOWN), nearMisses.size());
    shown.forEach(nearMiss -> message.append(System.lineSeparator()).append("  ").append(nearMiss));
    return new ConditionNotMetException(message.toString());
  }

  private static String seconds(Duration duration) {
    return "%.1f s".formatted(duration.toMillis() / 1000.0);
  }
}
