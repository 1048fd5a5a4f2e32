package dev.cksauth.reference.observer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands in the place of tokens: a keyed digest of each. Who holds a token and the key can
 * tell whether it was the one; who reads a report, where the key is not, can tell nothing.
 */
final class TokenDigests {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "hmac-sha256:";
  private static final int KEY_BYTES = 32;

  private final byte[] key = new byte[KEY_BYTES];

  /** Under a key of its own. */
  TokenDigests() {
    new SecureRandom().nextBytes(key);
  }

  /** The key in hexadecimal digits. */
  String key() {
    return HexFormat.of().formatHex(key);
  }

  /** The digest of a token's UTF-8 in hexadecimal digits, behind the name of its algorithm. */
  String of(String token) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return PREFIX + HexFormat.of().formatHex(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
