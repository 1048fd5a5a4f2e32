package dev.cksauth.reference.topology;

import dev.cksauth.reference.webhook.OneTimeCodes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What shows a user one-time codes. A suite logs in more often than every half minute, and each
 * code is good once: so the clock by which codes are shown and checked goes on a step at each.
 */
final class Phone {
  private static final Duration LATE = Duration.ofHours(1);
  private static final int WRONG_DIGIT = 9;

  private final byte[] secret;
  private final Ticking clock;

  Phone(byte[] secret, Ticking clock) {
    this.secret = secret.clone();
    this.clock = clock;
  }

  /** The time of codes. */
  static final class Ticking implements InstantSource {
    private Duration ahead = Duration.ZERO;

    @Override
    public synchronized Instant instant() {
      return Instant.now().plus(ahead);
    }

    synchronized void step() {
      ahead = ahead.plus(OneTimeCodes.STEP);
    }
  }

  /** One that was not shown before. */
  String fresh() {
    clock.step();
    return shown(clock.instant());
  }

  /** The one that is shown now. */
  String shown() {
    return shown(clock.instant());
  }

  /** Whether a code is one of those that are good now. */
  boolean takes(String code) {
    Instant now = clock.instant();
    return code.equals(shown(now))
        || code.equals(shown(now.minus(OneTimeCodes.STEP)))
        || code.equals(shown(now.plus(OneTimeCodes.STEP)));
  }

  /** One of an hour ago. */
  String late() {
    return shown(clock.instant().minus(LATE));
  }

  /** One with another first digit, that is none of those around it either. */
  String wrong() {
    String right = fresh();
    for (int digit = WRONG_DIGIT; digit >= 0; digit--) {
      String wrong = digit + right.substring(1);
      if (!takes(wrong)) {
        return wrong;
      }
    }
    throw new IllegalStateException("ten codes, of which three are good");
  }

  private String shown(Instant when) {
    return OneTimeCodes.code(secret, OneTimeCodes.step(when));
  }
}
