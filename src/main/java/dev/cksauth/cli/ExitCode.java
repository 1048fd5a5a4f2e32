package dev.cksauth.cli;

/** How a command ended, as the caller's shell sees it. The same for every command. */
public enum ExitCode {
  /** Done; conformant; or partial for listed known gaps and exclusions alone. */
  DONE(0),

  /** The answer is no: non-conformant, a regression, does not verify. */
  ANSWER_IS_NO(1),

  /** Wrong input, known without any connection. Nothing was sent. */
  WRONG_INPUT(2),

  /** Partial or unfinished. */
  UNFINISHED(3),

  /** Could not work: a crash, a build, the start-up of the reference system. */
  COULD_NOT_WORK(4),

  /** Ended by SIGINT. */
  INTERRUPTED(130),

  /** Ended by SIGTERM. */
  TERMINATED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number. */
  public int code() {
    return code;
  }
}
