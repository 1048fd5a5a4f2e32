package dev.cksauth.reference.idp.keycloak;

import java.nio.file.Path;

/** Where a distribution of Keycloak is taken from. */
sealed interface KeycloakSource {

  /** The published one, by Maven. */
  record Published() implements KeycloakSource {}

  /**
   * An archive that the user has.
   *
   * @param file a tar.gz with one directory in it
   */
  record Archive(Path file) implements KeycloakSource {}

  /**
   * A distribution that the user has unpacked; it is copied and left as it is.
   *
   * @param directory with {@code lib/quarkus-run.jar} in it
   */
  record Unpacked(Path directory) implements KeycloakSource {}
}
