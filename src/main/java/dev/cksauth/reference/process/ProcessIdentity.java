package dev.cksauth.reference.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process for good: its id may be another's once it has died, its start time then differs.
 *
 * @param start when it started, as the system tells
 */
public record ProcessIdentity(long pid, Instant start) {

  /**
   * How far two readings of one start time may be apart. Linux gives it relative to the boot, and
   * the boot's time of day moves with corrections of the clock; ids are not reused that fast.
   */
  private static final Duration SAME_START = Duration.ofSeconds(2);

  /** The identity of a process; nothing when it hides its start, as a dead one does. */
  public static Optional<ProcessIdentity> of(ProcessHandle process) {
    return process.info().startInstant().map(start -> new ProcessIdentity(process.pid(), start));
  }

  /** The process, if it still lives and is the one that was meant, not a successor's. */
  public Optional<ProcessHandle> living() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().startInstant().filter(this::isSame).isPresent());
  }

  private boolean isSame(Instant found) {
    return Duration.between(start, found).abs().compareTo(SAME_START) <= 0;
  }
}
