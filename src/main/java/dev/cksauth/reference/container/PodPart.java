package dev.cksauth.reference.container;

import dev.cksauth.reference.process.Poll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A part of this program in a container. */
public final class PodPart implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(25);

  private final String name;
  private final PodContainer container;

  PodPart(String name, PodContainer container) {
    this.name = name;
    this.container = container;
  }

  /**
   * Waits until it has written a file, which it does when it is ready.
   *
   * @throws IOException when it does not within two minutes, or as soon as it has ended; with the
   *     end of its log
   */
  public void awaitFile(Path file) throws IOException, InterruptedException {
    Poll.until(
        "%s is ready (%s)".formatted(name, container.logFile()),
        READY,
        POLL,
        Poll.that(() -> Files.exists(file)),
        this::failure);
  }

  /** What it ended with, and the end of its log; nothing while it runs. */
  public Optional<String> failure() {
    return container.failure();
  }

  @Override
  public void close() {
    container.close();
  }
}
