package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How often somebody may try. */
final class AttemptsTest {
  private static final AttemptLimits LIMITS =
      new AttemptLimits(3, Duration.ofMinutes(5), 6, Duration.ofMinutes(1));

  private Instant now = Instant.parse("2026-03-02T08:00:00Z");
  private final Attempts attempts = new Attempts(LIMITS, () -> now);

  private void begin(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(attempts.begin("alice")).isEmpty();
    }
  }

  @Test
  void attemptsThatHaveNotEndedYetCountAsFailures() {
    begin(3);
    assertThat(attempts.begin("alice")).contains(Duration.ofMinutes(5));
  }

  @Test
  void aGoodOneForgivesThoseBefore() {
    begin(3);
    attempts.succeeded("alice");
    begin(1);
  }

  @Test
  void anUndecidedOneIsNoFailure() {
    for (int i = 0; i < 5; i++) {
      begin(1);
      attempts.undecided("alice");
    }
    begin(1);
  }

  @Test
  void goodOnesAreCountedByTheMinute() {
    for (int i = 0; i < 6; i++) {
      begin(1);
      attempts.succeeded("alice");
    }
    assertThat(attempts.begin("alice")).contains(Duration.ofMinutes(1));
    now = now.plus(Duration.ofMinutes(1));
    begin(1);
  }

  @Test
  void oneUserDoesNotLockAnotherOut() {
    begin(3);
    assertThat(attempts.begin("bob")).isEmpty();
  }
}
