package dev.cksauth.cli;

/** Ends a command with words for a person, and nothing else on the screen. */
public final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  /**
   * Ends the command.
   *
   * @param message what went wrong and what helps; may have several lines
   */
  public CommandFailure(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
