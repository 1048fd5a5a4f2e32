package dev.cksauth.reference.topology;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time, or the time some hours ago: in which a token is made that has expired since. */
final class ShiftedClock implements InstantSource {
  private volatile Duration ago = Duration.ZERO;

  void goBack(Duration by) {
    ago = by;
  }

  void comeBack() {
    ago = Duration.ZERO;
  }

  @Override
  public Instant instant() {
    return Instant.now().minus(ago);
  }
}
