package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.Level;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is told as one thing. */
final class FindingTest {

  private static ScenarioResult error(String id, String reason) {
    return new ScenarioResult(
        "hook",
        id,
        "Title",
        Level.MUST,
        "TR-ANSWER-01",
        "A webhook answers.",
        List.of("webhook"),
        Verdict.ERROR,
        null,
        reason,
        "",
        "",
        1,
        0,
        List.of());
  }

  @Test
  void controlsThatMetTheSameAreOneFinding() {
    List<Finding> findings =
        Finding.of(
            List.of(
                error("a", "the control failed (a known token): expected accepted, got HTTP 501"),
                error("b", "the control failed (alice (first)): expected user alice, got HTTP 501"),
                error("c", "the control failed (a known token): expected accepted, got HTTP 502")));
    assertThat(findings).extracting(finding -> finding.results().size()).containsExactly(2, 1);
    assertThat(findings.getFirst().cause()).isEqualTo("the control failed: HTTP 501");
  }

  @Test
  void ninetyErrorsOfOneReasonAreOneFinding() {
    List<ScenarioResult> errors =
        IntStream.range(0, 90)
            .mapToObj(n -> error("webhook/n" + n, "the host h is not known"))
            .toList();
    assertThat(Finding.of(errors)).hasSize(1);
  }
}
