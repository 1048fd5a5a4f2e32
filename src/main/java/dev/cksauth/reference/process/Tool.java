package dev.cksauth.reference.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a program to its end: Go, Maven, tar. It dies with this process, unless that is killed. */
public final class Tool {

  /** As many of the last lines as the message of a failure shows. */
  private static final int LINES = 20;

  private Tool() {}

  /**
   * Runs a program to its end. Its standard error is read together with its standard output.
   *
   * @param name for the message of a failure
   * @param line told each line of its output, on a thread of its own
   * @throws IOException when it cannot be started, or ends with anything but 0: with the last lines
   * @throws InterruptedException when the thread is interrupted; the program is ended then
   */
  public static void run(ProcessBuilder builder, String name, Consumer<String> line)
      throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    Thread end = new Thread(() -> ProcessTree.of(process.toHandle()).kill(), "end-tool");
    try {
      Runtime.getRuntime().addShutdownHook(end);
      Deque<String> last = new ArrayDeque<>();
      Thread reader = Thread.ofVirtual().name("tool-output").start(() -> read(process, line, last));
      int code = process.waitFor();
      reader.join();
      if (code != 0) {
        throw new IOException(
            "%s ended with %d:%n%s".formatted(name, code, String.join("\n", last)));
      }
    } finally {
      if (process.isAlive()) {
        ProcessTree.of(process.toHandle()).kill();
      }
      removeHook(end);
    }
  }

  private static void read(Process process, Consumer<String> line, Deque<String> last) {
    try (BufferedReader output = process.inputReader()) {
      @Nullable String text;
      while ((text = output.readLine()) != null) {
        last.addLast(text);
        if (last.size() > LINES) {
          last.removeFirst();
        }
        line.accept(text);
      }
    } catch (IOException e) {
      last.addLast("(its output ended: " + e.getMessage() + ")");
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is stopping: the hook does its work.
    }
  }
}
