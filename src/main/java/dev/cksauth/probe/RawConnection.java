package dev.cksauth.probe;

import dev.cksauth.probe.Outcome.Failed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A connection of HTTP/1.1 that is kept: requests of raw text go over it one after another, each as
 * written and once. It is made with the first of them. For use by one thread.
 */
public final class RawConnection implements AutoCloseable {
  private final Target target;
  private final Wire wire;
  private final Http1Answers answers;
  private final UnaryOperator<Outcome> noted;
  private Optional<Failed> broken;
  private ProbeRequest last = ProbeRequest.raw(new RawText(""));
  private boolean opened;
  private Instant at = Instant.EPOCH;
  private long start;

  /**
   * A connection yet to be made.
   *
   * @param dead why nobody is there, where that is known already
   * @param noted what is kept of an outcome
   */
  RawConnection(Target target, Wire wire, Optional<Failed> dead, UnaryOperator<Outcome> noted) {
    this.target = target;
    this.wire = wire;
    this.broken = dead;
    this.noted = noted;
    this.answers = new Http1Answers(wire.options().maxBody(), wire.progress());
  }

  /** Sends a request and reads the answer to it. */
  public Exchange exchange(ProbeRequest request) {
    send(request);
    return answer();
  }

  /** Sends a request; whether that went well, the answer says. */
  public void send(ProbeRequest request) {
    RawText text =
        request.raw().orElseThrow(() -> new IllegalArgumentException("no text to be sent"));
    last = request;
    at = Instant.now();
    start = System.nanoTime();
    if (broken.isPresent()) {
      return;
    }
    try {
      if (!opened) {
        opened = true;
        wire.open();
      }
      wire.progress().reached(Progress.Stage.SENT);
      wire.within(wire.options().answer(), () -> written(text));
    } catch (Wire.Broken failed) {
      broken = Optional.of(failed.failed());
    }
  }

  private boolean written(RawText text) {
    try {
      wire.out().write(text.bytes());
      wire.out().flush();
      return true;
    } catch (IOException unwanted) {
      // A server may answer and close before it has read all; the answer counts, if there is one.
      return false;
    }
  }

  /** Whether it could not be made, or was lost. */
  public boolean isBroken() {
    return broken.isPresent();
  }

  /** Reads the next final answer. */
  public Exchange answer() {
    return answer(Optional.empty(), wire.options().answer());
  }

  /**
   * Reads the next final answer as far as it is wanted, or as far as it comes in time; then the
   * connection is of no more use, unless the answer has ended.
   *
   * @param enough whether of the body's text no more is wanted
   */
  public Exchange answer(Predicate<String> enough, Duration within) {
    return answer(Optional.of(enough), within);
  }

  private Exchange answer(Optional<Predicate<String>> enough, Duration within) {
    boolean toHead = last.method().equals("HEAD");
    if (broken.isEmpty()) {
      try {
        return exchanged(wire.within(within, () -> answers.next(wire.in(), toHead, enough)));
      } catch (Wire.Broken failed) {
        broken = Optional.of(failed.failed());
        Optional<Outcome.Answered> part = answers.soFar();
        if (enough.isPresent() && part.isPresent()) {
          return exchanged(part.get());
        }
      }
    }
    return exchanged(broken.orElseThrow());
  }

  private Exchange exchanged(Outcome outcome) {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new Exchange(target, last, noted.apply(outcome), at, took);
  }

  @Override
  public void close() {
    wire.close();
  }
}
