package dev.cksauth.cli;

import dev.cksauth.reference.process.Poll;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Lets one {@code up} or {@code down} at a time pass; the system frees it when its owner dies. */
final class SystemLock {

  /** Longer than any build of the API server. */
  private static final Duration OTHERS = Duration.ofHours(1);

  private static final Duration STEP = Duration.ofMillis(50);

  private SystemLock() {}

  /** What is done under the lock. */
  @FunctionalInterface
  interface Work {
    int run() throws IOException, InterruptedException;
  }

  static int holding(Path base, Work work) throws IOException, InterruptedException {
    RunDirectory.prepare(base);
    try (FileChannel channel =
        FileChannel.open(
            base.resolve("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      Poll.until("another `up` or `down` ends", OTHERS, STEP, () -> look(channel));
      return work.run();
    }
  }

  private static Poll.Attempt look(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() == null
          ? Poll.Attempt.notYet("another process is at it")
          : Poll.Attempt.success();
    } catch (OverlappingFileLockException e) {
      return Poll.Attempt.notYet("another thread is at it");
    }
  }
}
