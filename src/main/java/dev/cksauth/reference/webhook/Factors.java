package dev.cksauth.reference.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The devices that show users their one-time codes, one for each user. Kept in memory: whoever
 * copies this keeps the secrets encrypted, and the last step of each with them.
 */
final class Factors {
  /** RFC 4226 section 4, R6. */
  private static final int BYTES = 20;

  /** A code may be a step late, and a clock a step ahead (RFC 6238 section 5.2). */
  private static final long TOLERATED = 1;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Factor> factors = new HashMap<>();

  private static final class Factor {
    private final byte[] secret;
    private boolean confirmed;
    private long last = Long.MIN_VALUE;

    private Factor(byte[] secret) {
      this.secret = secret;
    }
  }

  /** What a code is worth. */
  enum Used {
    GOOD,
    WRONG,
    REPLAYED,
    NOT_ENROLLED
  }

  Factors(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Binds a new device. It counts once a code of it has been good; until then another one may take
   * its place, as a picture that nobody scanned must lock nobody out.
   *
   * @return the secret that the device is to have; empty where the user has a device already: else
   *     a password alone would replace it
   */
  synchronized Optional<byte[]> enrol(String user) {
    @Nullable Factor known = factors.get(user);
    if (known != null && known.confirmed) {
      return Optional.empty();
    }
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    factors.put(user, new Factor(secret));
    return Optional.of(secret.clone());
  }

  /** Uses a code up: it and all before it are good no more (RFC 6238 section 5.2). */
  synchronized Used use(String user, String code) {
    @Nullable Factor factor = factors.get(user);
    if (factor == null) {
      return Used.NOT_ENROLLED;
    }
    long now = OneTimeCodes.step(clock.instant());
    Used used = Used.WRONG;
    for (long step = now - TOLERATED; step <= now + TOLERATED; step++) {
      if (same(OneTimeCodes.code(factor.secret, step), code)) {
        if (step > factor.last) {
          factor.last = step;
          factor.confirmed = true;
          used = Used.GOOD;
          break;
        }
        used = Used.REPLAYED;
      }
    }
    return used;
  }

  /** Takes a user's device away, so that another one can be bound. */
  synchronized void forget(String user) {
    factors.remove(user);
  }

  private static boolean same(String expected, String code) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), code.getBytes(StandardCharsets.UTF_8));
  }
}
