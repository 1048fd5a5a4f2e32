package dev.cksauth.subject;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Runs a command to its end, or kills it with all that it started. */
final class ExecRunner {
  /** Far more than any credential; a command that prints on and on must not fill the memory. */
  private static final int OUTPUT_LIMIT = 1 << 20;

  /** What a credential plugin finds in its environment when a Kubernetes client runs it. */
  private static final String EXEC_INFO =
      "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\","
          + "\"spec\":{\"interactive\":false}}";

  private final Duration deadline;

  ExecRunner(Duration deadline) {
    this.deadline = deadline;
  }

  static SecretUnavailable failure(ExecCommand command, String what) {
    return new SecretUnavailable(
        command.where() + ": the command `" + command.program() + "` " + what);
  }

  /** What the command printed. */
  String run(ExecCommand command) throws SecretUnavailable {
    long end = System.nanoTime() + deadline.toNanos();
    Process process = start(command);
    try {
      CompletableFuture<String> output = reading(process.getInputStream());
      CompletableFuture<String> errors = reading(process.getErrorStream());
      if (!process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        throw failure(command, "did not end within " + seconds());
      }
      if (process.exitValue() != 0) {
        throw failed(command, process.exitValue(), errors, end);
      }
      return output.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failure(command, "was interrupted");
    } catch (TimeoutException | ExecutionException unread) {
      throw failure(command, "ended and left its output open for more than " + seconds());
    } finally {
      kill(process);
    }
  }

  private String seconds() {
    return deadline.toMillis() / 1000.0 + " s";
  }

  private static Process start(ExecCommand command) throws SecretUnavailable {
    ProcessBuilder builder =
        new ProcessBuilder(command.resolved()).directory(command.directory().toFile());
    builder.environment().putIfAbsent("KUBERNETES_EXEC_INFO", EXEC_INFO);
    builder.environment().putAll(command.environment());
    try {
      Process process = builder.start();
      // It has nobody to ask.
      process.getOutputStream().close();
      return process;
    } catch (IOException failed) {
      // Not as the cause: its message has the arguments of some platforms.
      throw failure(command, "could not be started: no such program, or not executable");
    }
  }

  private static SecretUnavailable failed(
      ExecCommand command, int code, CompletableFuture<String> errors, long end)
      throws InterruptedException {
    String said;
    try {
      said = LastLine.of(errors.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException | TimeoutException unread) {
      said = "";
    }
    return failure(command, "ended with exit code " + code + (said.isEmpty() ? "" : ": " + said));
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try (stream) {
            byte[] bytes = stream.readNBytes(OUTPUT_LIMIT);
            // Read on, so that the command can end, and forget it.
            stream.transferTo(OutputStream.nullOutputStream());
            text.complete(new String(bytes, StandardCharsets.UTF_8));
          } catch (IOException failed) {
            text.completeExceptionally(failed);
          }
        });
    return text;
  }

  private static void kill(Process process) {
    // The children first, while they still have this parent to be found by.
    Stream.concat(process.descendants(), Stream.of(process.toHandle()))
        .forEach(ProcessHandle::destroyForcibly);
  }
}
