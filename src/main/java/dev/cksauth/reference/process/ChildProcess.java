package dev.cksauth.reference.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A process that this one started, with its log in the run directory.
 *
 * <p>Its standard input is a pipe that nothing is written to: the pipe's end tells the child that
 * its owner has gone, even when the owner was killed. Safe for use by several threads.
 */
public final class ChildProcess implements AutoCloseable {

  /** How long a child has to end once its standard input did. */
  private static final Duration AFTER_END_OF_INPUT = Duration.ofSeconds(3);

  /** How long a child has to end once it was asked to (SIGTERM). */
  private static final Duration AFTER_TERMINATE = Duration.ofSeconds(3);

  /** As much of the end of a log as is looked at for its last lines. */
  private static final int TAIL_BYTES = 64 * 1024;

  /**
   * What to start.
   *
   * @param name names the log, {@code <name>.log}; unique in the run directory unless a restart is
   *     to continue the same log
   * @param arguments the program and its arguments
   * @param environment all variables that the child gets; nothing is inherited beside them
   */
  public record Command(String name, List<String> arguments, Map<String, String> environment) {
    public Command {
      if (!name.matches("[a-z0-9][a-z0-9.-]*")) {
        throw new IllegalArgumentException("not a name for a log file: " + name);
      }
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }
  }

  private final String name;
  private final Process process;
  private final Path log;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  static ChildProcess start(Command command, Path directory) throws IOException {
    Path log = directory.resolve(command.name() + ".log");
    ProcessBuilder builder = new ProcessBuilder(command.arguments());
    builder.directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new ChildProcess(command.name(), builder.start(), log);
  }

  /** The name that it was started under. */
  public String name() {
    return name;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** What it ended with; nothing while it runs. */
  public OptionalInt exitCode() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /** Where its standard output and standard error go. */
  public Path logFile() {
    return log;
  }

  /**
   * The last lines of its log, for the message of a failure.
   *
   * @param lines how many at most
   */
  public String logTail(int lines) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long start = Math.max(0, file.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (file.length() - start)];
      file.seek(start);
      file.readFully(bytes);
      List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return "(the log " + log.getFileName() + " cannot be read: " + e.getMessage() + ")";
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /**
   * Ends it with all that it started: by the end of its standard input, else by SIGTERM, else by
   * SIGKILL. Takes 11 s at most; a second call does nothing.
   */
  @Override
  public void close() {
    ProcessTree tree = ProcessTree.of(process.toHandle());
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // Nothing was written, so there is nothing to flush; the pipe is closed either way.
      throw new UncheckedIOException(e);
    } finally {
      if (!tree.awaitEnd(AFTER_END_OF_INPUT)) {
        tree.terminate();
        if (!tree.awaitEnd(AFTER_TERMINATE)) {
          tree.kill();
        }
      }
    }
  }
}
