package dev.cksauth.reference.idp.keycloak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A distribution in the cache, built for its options, with the database of the imported realm. It
 * is shared by all runs and never written to: a run has its own copy of what changes.
 *
 * @param directory where it is; may be removed as a whole, and is then made again
 * @param reason where it came from, in words
 */
public record PreparedKeycloak(Path directory, String reason) {

  /** The distribution, with configuration, libraries and data. */
  Path home() {
    return directory.resolve("home");
  }

  /** Which classes a start loads, as {@link KeycloakJava#recording} wrote it. */
  Path classes() {
    return classesFile(directory);
  }

  static Path classesFile(Path directory) {
    return directory.resolve("classes.jsa");
  }

  /**
   * The secret of the administrator's client in the imported database: random, and in a file that
   * only its owner can read.
   */
  String administratorSecret() throws IOException {
    return Files.readString(administratorFile(directory)).strip();
  }

  static Path administratorFile(Path directory) {
    return directory.resolve("administrator");
  }

  /** One line for a person: which one, and why. */
  public String describe() {
    return directory + " (" + reason + ")";
  }
}
