package dev.cksauth.cli;

import java.nio.file.Path;

/** Where the program stands. */
final class Installation {

  /** Set by the launcher: the directory that it is in. */
  private static final String HOME = "cks-auth.home";

  private Installation() {}

  /** The sources of the API server; absent where there is only a jar, which has them too. */
  static Path controlPlaneSources() {
    return Path.of(System.getProperty(HOME, ""), "src", "control-plane");
  }
}
