package dev.cksauth.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the program stands. */
final class Installation {

  /** Set by the launcher: the directory that it is in. A supervisor is told it by its starter. */
  static final String HOME = "cks-auth.home";

  private Installation() {}

  /** The sources of the API server; absent where there is only a jar, which has them too. */
  static Path controlPlaneSources() {
    return Path.of(System.getProperty(HOME, ""), "src", "control-plane");
  }

  /** What a kubeconfig names as its plug-in; nothing where there is only a jar. */
  static Optional<Path> launcher() {
    return Optional.ofNullable(System.getProperty(HOME))
        .map(home -> Path.of(home, "cks-auth").toAbsolutePath())
        .filter(Files::isExecutable);
  }
}
