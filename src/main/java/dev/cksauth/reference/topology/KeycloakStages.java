package dev.cksauth.reference.topology;

import dev.cksauth.reference.idp.keycloak.KeycloakProgress;
import java.time.Duration;
import java.util.regex.Pattern;

/** Notes each stage of Keycloak's preparation once: what a stage counts would fill the screen. */
final class KeycloakStages implements KeycloakProgress {
  private static final Pattern COUNTED = Pattern.compile(", \\d+ of \\d+ MB$");

  private final StartProgress progress;
  private String last = "";

  KeycloakStages(StartProgress progress) {
    this.progress = progress;
  }

  @Override
  public synchronized void preparing(String what, Duration elapsed) {
    String stage = COUNTED.matcher(what).replaceFirst("");
    if (!stage.equals(last)) {
      last = stage;
      progress.note("Keycloak (once): " + stage);
    }
  }
}
