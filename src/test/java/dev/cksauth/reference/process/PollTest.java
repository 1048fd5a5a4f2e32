package dev.cksauth.reference.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PollTest {

  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration STEP = Duration.ofMillis(1);

  @Test
  void returnsAsSoonAsTheConditionHolds() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Poll.until("three looks", LONG, STEP, Poll.that(() -> looks.incrementAndGet() == 3));
    assertThat(looks).hasValue(3);
  }

  @Test
  void looksOnceEvenWithoutTime() throws Exception {
    Poll.until("at once", Duration.ZERO, STEP, Poll.Attempt::success);
  }

  @Test
  void namesConditionDeadlineAndNearMissesWhenTimeIsUp() {
    assertThatThrownBy(
            () -> Poll.until("the door is open", SOON, STEP, () -> Poll.Attempt.notYet("ajar")))
        .isInstanceOf(ConditionNotMetException.class)
        .hasMessageMatching("(?s)the door is open: not within 0\\.\\d s.*0\\.0 s: ajar");
  }

  @Test
  void showsARepeatedNearMissOnce() {
    assertThatThrownBy(() -> Poll.until("x", SOON, STEP, () -> Poll.Attempt.notYet("same")))
        .message()
        .containsOnlyOnce("same");
  }

  @Test
  void givesUpForTheReasonOfTheSecondCheck() {
    assertThatThrownBy(() ->
            Poll.until(
                "it lives",
                LONG,
                STEP,
                () -> Poll.Attempt.notYet("silent"),
                () -> Optional.of("it died")))
        .hasMessageContainingAll("it lives: given up after", "it died", "silent");
  }

  @Test
  void endsWhenTheThreadIsInterrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Poll.until("never", LONG, LONG, Poll.that(() -> false)))
        .isInstanceOf(InterruptedException.class);
  }
}
