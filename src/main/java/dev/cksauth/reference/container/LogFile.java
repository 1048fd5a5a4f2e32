package dev.cksauth.reference.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.output.OutputFrame;

/** What a container prints, in the run directory. */
final class LogFile implements Consumer<OutputFrame> {
  private static final int TAIL_BYTES = 64 << 10;

  private final Path path;

  LogFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  @Override
  public synchronized void accept(OutputFrame frame) {
    byte @Nullable [] bytes = frame.getBytes();
    if (bytes == null) {
      return;
    }
    try {
      Files.write(path, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException gone) {
      // The run directory has gone, and the container is going.
    }
  }

  /** Its last lines, for the message of a failure. */
  String tail(int lines) {
    try {
      String all = Files.readString(path);
      List<String> end = all.substring(Math.max(0, all.length() - TAIL_BYTES)).lines().toList();
      return String.join("\n", end.subList(Math.max(0, end.size() - lines), end.size()));
    } catch (IOException e) {
      return "(it said nothing)";
    }
  }
}
