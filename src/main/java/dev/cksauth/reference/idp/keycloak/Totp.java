package dev.cksauth.reference.idp.keycloak;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One-time codes that follow from the time (RFC 6238): SHA-1, six digits, steps of 30 s. */
public final class Totp {

  /** How long a code is the one of now. */
  static final Duration STEP = Duration.ofSeconds(30);

  private static final String ALGORITHM = "HmacSHA1";
  private static final int DIGITS = 6;
  private static final int MODULUS = 1_000_000;
  private static final int NIBBLE = 0xf;
  private static final int SIGN = 0x7fffffff;

  private Totp() {}

  /**
   * The code of a moment.
   *
   * @param secret the bytes of this text are the key, as Keycloak has it
   */
  public static String code(String secret, Instant when) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      long step = Math.floorDiv(when.getEpochSecond(), STEP.toSeconds());
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      // RFC 4226, 5.3: the last four bits say which four bytes are taken, without the sign.
      int offset = hash[hash.length - 1] & NIBBLE;
      int code = (ByteBuffer.wrap(hash).getInt(offset) & SIGN) % MODULUS;
      return ("%0" + DIGITS + "d").formatted(code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-1", e);
    }
  }
}
