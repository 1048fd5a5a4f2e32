package dev.cksauth.subject;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * Yields secrets during a run. A command is run once, however many ask at once, and its failure
 * stands for the rest of the run, unless each use is to have a new secret.
 */
public final class SecretResolver {
  /** How long a command may take: it may have to ask an identity provider, not a person. */
  public static final Duration EXEC_DEADLINE = Duration.ofSeconds(30);

  private final ExecRunner runner;
  private final Consumer<SecretValue> redactor;
  private final ConcurrentMap<Secret.FromExec, FutureTask<SecretValue>> once =
      new ConcurrentHashMap<>();

  /**
   * A resolver for one run.
   *
   * @param redactor is told each secret that a command yields, before anybody else has it
   * @param deadline how long a command may take, usually {@link #EXEC_DEADLINE}
   */
  public SecretResolver(Consumer<SecretValue> redactor, Duration deadline) {
    this.runner = new ExecRunner(deadline);
    this.redactor = redactor;
  }

  /**
   * The secret itself.
   *
   * @throws SecretUnavailable where a command fails, hangs, or prints no secret
   */
  public SecretValue resolve(Secret secret) throws SecretUnavailable {
    return switch (secret) {
      case Secret.Literal literal -> literal.value();
      case Secret.FromEnvironment variable -> variable.value();
      case Secret.FromFile file -> file.value();
      case Secret.FromExec exec -> exec.eachUse() ? run(exec) : runOnce(exec);
    };
  }

  private SecretValue run(Secret.FromExec exec) throws SecretUnavailable {
    SecretValue value = ExecOutput.secret(exec.command(), runner.run(exec.command()));
    redactor.accept(value);
    return value;
  }

  private SecretValue runOnce(Secret.FromExec exec) throws SecretUnavailable {
    FutureTask<SecretValue> task = once.computeIfAbsent(exec, e -> new FutureTask<>(() -> run(e)));
    task.run();
    try {
      return task.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw ExecRunner.failure(exec.command(), "was interrupted");
    } catch (ExecutionException failed) {
      if (Thread.currentThread().isInterrupted()) {
        // Its end says nothing about the command.
        once.remove(exec, task);
      }
      if (failed.getCause() instanceof SecretUnavailable unavailable) {
        throw unavailable;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }
}
