package dev.cksauth.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemsTest {
  private final Problems problems = new Problems();

  @Test
  void are_in_reading_order_and_each_is_there_once() {
    problems.add("b.yaml", new Position(1, 1), "x");
    problems.add("a.yaml", new Position(10, 1), "x");
    problems.add("a.yaml", new Position(2, 7), "x");
    problems.add("a.yaml", new Position(2, 3), "x");
    problems.add("a.yaml", new Position(2, 3), "x");
    assertThat(problems.all().stream().map(Problem::toString))
        .containsExactly("a.yaml:2:3  x", "a.yaml:2:7  x", "a.yaml:10:1  x", "b.yaml:1:1  x");
  }

  @Test
  void there_are_none_at_first() {
    assertThat(problems.any()).isFalse();
    problems.add("a.yaml", Position.START, "x");
    assertThat(problems.any()).isTrue();
  }
}
