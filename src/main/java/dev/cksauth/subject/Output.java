package dev.cksauth.subject;

import java.time.Duration;

/** What commands of a subject's file print, other than secrets. */
public final class Output {
  /** The design's bound on any command that a file names. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private Output() {}

  /**
   * Runs a command to its end; of what it prints a mebibyte counts.
   *
   * @throws SecretUnavailable when it cannot be started, fails, or takes more than 10 s
   */
  public static String of(ExecCommand command) throws SecretUnavailable {
    return new ExecRunner(DEADLINE).run(command);
  }
}
