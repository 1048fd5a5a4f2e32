package dev.cksauth.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/** Sends reviews to one webhook at a given rate, and measures. */
public final class Generator implements AutoCloseable {

  /** More at once says that the webhook is lost, and would take our own memory. */
  static final int MOST_UNDER_WAY = 20_000;

  private static final int DIGITS = 3;

  private final LoadTarget target;
  private final TokenMix tokens;
  private final LoadClient client;

  private Generator(LoadTarget target, TokenMix tokens, LoadClient client) {
    this.target = target;
    this.tokens = tokens;
    this.client = client;
  }

  /**
   * A generator that has sent nothing yet.
   *
   * @throws IOException when the certificates of the target cannot be used
   */
  public static Generator of(LoadTarget target, TokenMix tokens, LoadPlan plan) throws IOException {
    return new Generator(target, tokens, LoadClient.start(target, plan));
  }

  /** The webhook. */
  public LoadTarget target() {
    return target;
  }

  /**
   * Sends the load of a plan, and waits for its last answer.
   *
   * @throws InterruptedException when the thread is interrupted; reviews may be under way then
   */
  public Measured measure(LoadPlan plan) throws InterruptedException {
    if (plan.warmUp().isPositive()) {
      Measured unused = new Pass(plan.lasting(plan.warmUp())).run();
    }
    return new Pass(plan).run();
  }

  @Override
  public void close() {
    client.close();
  }

  /** One load from its first review to its last answer. */
  private final class Pass {
    private final LoadPlan plan;
    private final ConcurrentHistogram latency;
    private final ConcurrentHistogram lag;
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
    private final LongAdder right = new LongAdder();
    private final Semaphore free = new Semaphore(MOST_UNDER_WAY);

    Pass(LoadPlan plan) {
      this.plan = plan;
      long longest = TimeUnit.MILLISECONDS.toMicros(plan.timeout().toMillis() * 2 + 60_000);
      this.latency = new ConcurrentHistogram(longest, DIGITS);
      this.lag = new ConcurrentHistogram(longest, DIGITS);
    }

    Measured run() throws InterruptedException {
      long reviews = plan.reviews();
      double apart = 1e9 / plan.rate();
      Duration processorBefore = Processor.used();
      long begin = System.nanoTime();
      for (long n = 0; n < reviews; n++) {
        long due = begin + Math.round(n * apart);
        await(due);
        fire(n, due);
      }
      free.acquire(MOST_UNDER_WAY); // each review has its own deadline
      long end = System.nanoTime();
      return new Measured(
          plan,
          reviews,
          right.sum(),
          counted(),
          Duration.ofNanos(end - begin),
          latency,
          lag,
          Processor.used().minus(processorBefore));
    }

    private static void await(long due) throws InterruptedException {
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }

    private void fire(long n, long due) {
      if (!free.tryAcquire()) {
        count("not sent: %,d were under way already".formatted(MOST_UNDER_WAY));
        return;
      }
      lag.recordValue(micros(System.nanoTime() - due));
      client.send(
          tokens.review(n),
          answer -> {
            if (answer.error().isEmpty() || answer.late()) {
              latency.recordValue(
                  Math.min(micros(System.nanoTime() - due), latency.getHighestTrackableValue()));
            }
            answer.error().ifPresentOrElse(this::count, right::increment);
            free.release();
          });
    }

    private void count(String error) {
      errors.computeIfAbsent(error, unused -> new LongAdder()).increment();
    }

    private Map<String, Long> counted() {
      Map<String, Long> counted = new TreeMap<>();
      errors.forEach((error, count) -> counted.put(error, count.sum()));
      return counted;
    }

    private static long micros(long nanos) {
      return Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos));
    }
  }
}
