package dev.cksauth.reference.idp.keycloak;

import dev.cksauth.reference.webhook.OneTimeCodes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** One-time codes that follow from the time, as Keycloak has them (RFC 6238). */
public final class Totp {

  /** How long a code is the one of now. */
  static final Duration STEP = OneTimeCodes.STEP;

  private Totp() {}

  /**
   * The code of a moment.
   *
   * @param secret the bytes of this text are the key, as Keycloak has it
   */
  public static String code(String secret, Instant when) {
    return OneTimeCodes.code(secret.getBytes(StandardCharsets.UTF_8), OneTimeCodes.step(when));
  }
}
