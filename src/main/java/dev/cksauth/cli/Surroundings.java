package dev.cksauth.cli;

import dev.cksauth.reference.process.RunDirectory;
import java.nio.file.Path;

/**
 * Where the commands about a kept reference system work.
 *
 * @param base where run directories and the state file are
 * @param main the class that the supervisor's Java machine is started with
 */
record Surroundings(Path base, String main) {
  private static final String MAIN = "dev.cksauth.cli.Main";

  static Surroundings ofProcess() {
    return new Surroundings(RunDirectory.defaultBase(), MAIN);
  }
}
