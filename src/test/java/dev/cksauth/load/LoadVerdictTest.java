package dev.cksauth.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LoadVerdictTest {
  private static final Optional<Objective> OBJECTIVE = Optional.of(new Objective(99, 10));

  @Test
  void aLoadWithinTheObjectiveHoldsIt() {
    assertThat(LoadVerdict.of(Loads.withLatency(9_000), OBJECTIVE)).isEqualTo(LoadVerdict.HOLDS);
  }

  @Test
  void aLoadBeyondItDoesNot() {
    assertThat(LoadVerdict.of(Loads.withLatency(11_000), OBJECTIVE))
        .isEqualTo(LoadVerdict.DOES_NOT_HOLD);
  }

  @Test
  void aGeneratorThatIsLateJudgesNobody() {
    Measured late = Loads.of(100, 20_000, 3_000, Map.of());
    assertThat(LoadVerdict.of(late, OBJECTIVE)).isEqualTo(LoadVerdict.NONE);
  }

  @Test
  void aLateGeneratorDoesNoHarmWhereTheObjectiveHoldsAllTheSame() {
    Measured late = Loads.of(100, 9_000, 3_000, Map.of());
    assertThat(LoadVerdict.of(late, OBJECTIVE)).isEqualTo(LoadVerdict.HOLDS);
  }

  @Test
  void aLagThatIsSmallBesideTheLatencyDoesNoHarm() {
    Measured slow = Loads.of(100, 90_000, 3_000, Map.of());
    assertThat(LoadVerdict.of(slow, OBJECTIVE)).isEqualTo(LoadVerdict.DOES_NOT_HOLD);
  }

  @Test
  void withoutAnObjectiveItIsMeasuredOnly() {
    assertThat(LoadVerdict.of(Loads.withLatency(9_000), Optional.empty()))
        .isEqualTo(LoadVerdict.MEASURED);
  }
}
