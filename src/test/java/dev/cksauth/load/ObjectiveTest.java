package dev.cksauth.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectiveTest {

  @Test
  void readsPercentileAndBound() {
    assertThat(Objective.of("p99.9=1.5s")).contains(new Objective(99.9, 1500));
    assertThat(Objective.of("p100=20ms")).contains(new Objective(100, 20));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "99=1s", "p99", "p101=1s", "p0=1s", "p99=0ms", "p99=1", "p99=-1s"})
  void refusesWhatIsNone(String text) {
    assertThat(Objective.of(text)).isEmpty();
  }

  @Test
  void holdsWhereTheLatencyIsWithinTheBound() {
    Objective objective = new Objective(99, 10);
    assertThat(objective.holds(Loads.withLatency(9_000))).isTrue();
    assertThat(objective.holds(Loads.withLatency(11_000))).isFalse();
  }

  @Test
  void holdsForNoLoadWithAnError() {
    assertThat(new Objective(99, 10).holds(Loads.withError(1_000, "HTTP 500"))).isFalse();
  }
}
