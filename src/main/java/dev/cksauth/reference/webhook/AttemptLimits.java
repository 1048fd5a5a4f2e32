package dev.cksauth.reference.webhook;

import java.time.Duration;

/**
 * How often somebody may try to log in.
 *
 * @param failures in a row after which the user is locked out
 * @param lockOut for how long
 * @param perWindow how many attempts in all, good ones too
 * @param window in this time
 */
public record AttemptLimits(int failures, Duration lockOut, int perWindow, Duration window) {

  /** Five failures in a row, then five minutes of rest; ten attempts a minute. */
  public static final AttemptLimits USUAL =
      new AttemptLimits(5, Duration.ofMinutes(5), 10, Duration.ofMinutes(1));

  /**
   * @throws IllegalArgumentException when nobody could ever log in
   */
  public AttemptLimits {
    if (failures < 1 || perWindow < 1) {
      throw new IllegalArgumentException("one attempt must be possible");
    }
  }
}
