package dev.cksauth.reference.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EngineTest {

  @ParameterizedTest
  @CsvSource({"1.41, 1.41, 0", "1.9, 1.41, -1", "1.50, 1.41, 1", "2.0, 1.41, 1", "1, 1.41, -1"})
  void versionsAreComparedNumberByNumber(String one, String other, int sign) {
    assertThat(Integer.signum(Engine.compare(one, other))).isEqualTo(sign);
  }
}
