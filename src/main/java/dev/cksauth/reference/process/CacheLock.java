package dev.cksauth.reference.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Keeps others away from a directory of the cache while something is made there. The operating
 * system frees it when its owner dies, in whatever way.
 */
public final class CacheLock implements AutoCloseable {

  private static final Duration STEP = Duration.ofMillis(200);

  private final FileChannel channel;

  private CacheLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a directory, and waits for another process or thread that has it.
   *
   * @param directory made if absent
   * @param condition what is waited for then, as the subject of a sentence
   * @param deadline the longest wait
   * @throws ConditionNotMetException when the other one takes longer
   */
  public static CacheLock take(Path directory, String condition, Duration deadline)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      Poll.until(condition, deadline, STEP, () -> look(channel));
      return new CacheLock(channel);
    } catch (IOException | InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Poll.Attempt look(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null
          ? Poll.Attempt.success()
          : Poll.Attempt.notYet("another process is at it");
    } catch (OverlappingFileLockException e) {
      return Poll.Attempt.notYet("another thread is at it");
    }
  }

  /** Frees it. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
