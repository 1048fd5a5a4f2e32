package dev.cksauth.reference.idp.keycloak;

import java.time.Duration;

/** Told how far the one-time preparation of Keycloak is. Called on a thread of the preparation. */
@FunctionalInterface
public interface KeycloakProgress {

  /**
   * Something began, or went on.
   *
   * @param what in words; where Maven counts bytes, with how far it is
   * @param elapsed since the start of the preparation
   */
  void preparing(String what, Duration elapsed);

  /** Tells nobody. */
  static KeycloakProgress silent() {
    return (what, elapsed) -> {};
  }
}
