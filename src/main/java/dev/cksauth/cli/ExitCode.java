package dev.cksauth.cli;

/** The exit codes that commands about the reference system use. */
final class ExitCode {
  static final int DONE = 0;

  /** The answer is no. */
  static final int NO = 1;

  /** It could not work. */
  static final int COULD_NOT_WORK = 4;

  private ExitCode() {}
}
