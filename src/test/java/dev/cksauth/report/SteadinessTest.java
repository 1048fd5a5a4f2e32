package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.Stability;
import dev.cksauth.result.Verdict;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SteadinessTest {

  private static Stability.Span span(int first, int last, Verdict verdict) {
    return new Stability.Span(first, last, verdict, "because");
  }

  private static String words(Stability.Span... spans) {
    return Steadiness.of(Stability.of(List.of(spans)));
  }

  @Test
  void roundsThatAgreeAreCounted() {
    assertThat(words(span(1, 200, Verdict.PASSED))).isEqualTo("passed in all 200 rounds");
  }

  @Test
  void roundsThatDifferAreNamed() {
    assertThat(
            words(
                span(1, 2, Verdict.PASSED),
                span(3, 3, Verdict.FAILED),
                span(4, 4, Verdict.ERROR),
                span(5, 9, Verdict.FAILED),
                span(10, 1000, Verdict.PASSED)))
        .isEqualTo(
            "failed in 6 (3, 5 to 9), error in 1 (4) of 1,000 rounds, else passed; flake rate 0.7"
                + " %");
  }

  @Test
  void ofTwoVerdictsThatAreAsFrequentTheGraverIsTheException() {
    Stability.Span good = span(1, 1, Verdict.PASSED);
    Stability.Span bad = span(2, 2, Verdict.FAILED);
    assertThat(Stability.of(List.of(good, bad)).usual()).isEqualTo(Verdict.PASSED);
    assertThat(
            Stability.of(List.of(span(1, 1, Verdict.FAILED), span(2, 2, Verdict.PASSED))).usual())
        .isEqualTo(Verdict.PASSED);
  }

  @Test
  void ofManyRoundsTheFirstFewAreNamed() {
    List<Stability.Span> spans =
        IntStream.rangeClosed(1, 60)
            .mapToObj(i -> span(i, i, i % 3 == 0 ? Verdict.FAILED : Verdict.PASSED))
            .toList();
    assertThat(Steadiness.of(Stability.of(spans)))
        .contains("failed in 20 (3, 6, 9, 12, 15, 18, 21, 24, 27, 30, …) of 60 rounds");
  }
}
