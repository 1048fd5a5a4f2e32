package dev.cksauth.reference.idp.keycloak;

import java.time.Duration;

/** Tells what is being done, and for how long already. */
final class Clock {

  private final KeycloakProgress progress;
  private final long start = System.nanoTime();

  Clock(KeycloakProgress progress) {
    this.progress = progress;
  }

  void preparing(String what) {
    progress.preparing(what, Duration.ofNanos(System.nanoTime() - start));
  }
}
