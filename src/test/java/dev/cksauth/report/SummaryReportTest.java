package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.Golden;
import org.junit.jupiter.api.Test;

final class SummaryReportTest {
  private final SummaryReport report = new SummaryReport();

  @Test
  void isAsApproved() {
    Golden.assertSame("report/summary.md", report.render(Samples.everyVerdict()));
  }

  @Test
  void whatASubjectSaysIsTextAndNeverMarkup() {
    assertThat(report.render(Samples.saying("<img src=x> [a](b) **c** | `d` @team #1")))
        .doesNotContain("<img", "[a](b)", "**c**", " | `d`", " @team")
        .contains("&lt;img");
  }

  @Test
  void hasNoFindingsWhereThereAreNone() {
    assertThat(report.render(Samples.conformant()))
        .contains("| jwt | webhook | **conformant** |")
        .doesNotContain("###");
  }
}
