package dev.cksauth.reference.webhook;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One-time codes of the time, as phones show them: RFC 6238 over RFC 4226. */
public final class OneTimeCodes {
  /** For how long a code is shown (RFC 6238 section 5.2). */
  public static final Duration STEP = Duration.ofSeconds(30);

  private static final int MODULUS = 1_000_000;

  private OneTimeCodes() {}

  /** The number of the step that a time is in. */
  public static long step(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), STEP.toSeconds());
  }

  /**
   * The code of a step, with the zeros that it begins with.
   *
   * @param secret any bytes; RFC 4226 section 4 recommends 20
   */
  public static String code(byte[] secret, long step) {
    try {
      // SHA-1, as many apps for phones know nothing else; RFC 6238 appendix A says why it does.
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
      return "%06d".formatted(number % MODULUS);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
