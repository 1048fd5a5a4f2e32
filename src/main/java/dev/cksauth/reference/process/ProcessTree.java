package dev.cksauth.reference.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process with all that it started, as it was at one moment. */
public final class ProcessTree {

  /** How long a process may take to die of a signal that it cannot catch. */
  private static final Duration KILLED = Duration.ofSeconds(5);

  private final List<ProcessHandle> members;

  private ProcessTree(List<ProcessHandle> members) {
    this.members = members;
  }

  /**
   * The tree below a process. Taken while the root lives: the children of a dead process belong to
   * the system's first process and cannot be found any more.
   */
  public static ProcessTree of(ProcessHandle root) {
    return new ProcessTree(Stream.concat(root.descendants(), Stream.of(root)).toList());
  }

  /** Asks every member to end. A handle knows its start time: a reused id is not hit. */
  public void terminate() {
    members.forEach(ProcessHandle::destroy);
  }

  /** Ends every member that still lives, and waits until none does, 5 s at most. */
  public void kill() {
    members.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(KILLED);
  }

  /**
   * Waits until no member lives.
   *
   * @return whether they all ended in time; {@code false} also when the thread was interrupted,
   *     which it then still is
   */
  public boolean awaitEnd(Duration deadline) {
    CompletableFuture<?>[] exits =
        members.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(exits).get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (TimeoutException | ExecutionException e) {
      return members.stream().noneMatch(ProcessHandle::isAlive);
    }
  }
}
