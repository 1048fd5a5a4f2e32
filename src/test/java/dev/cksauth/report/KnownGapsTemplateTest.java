package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.Golden;
import org.junit.jupiter.api.Test;

final class KnownGapsTemplateTest {
  private final KnownGapsTemplate template = new KnownGapsTemplate();

  /** A gap that is closed and still listed has failed too: it is none to be listed anew. */
  @Test
  void hasWhatFailedAndIsAsApproved() {
    Golden.assertSame("report/known-gaps.yaml", template.render(Samples.everyVerdict()));
  }

  @Test
  void isAnEmptyListWhereNothingFailed() {
    assertThat(template.render(Samples.conformant())).endsWith("\n[]\n");
  }

  @Test
  void nothingThatTheSubjectSaysBecomesAnEntry() {
    for (String end : new String[] {"\n", "\r", "\u0085", "\u2028", "\u2029"}) {
      String text = template.render(Samples.saying("said" + end + "- scenario: 'x' # \u0000"));
      assertThat(text.lines().filter(line -> line.strip().startsWith("- scenario: 'x'"))).isEmpty();
      assertThat(text.lines().filter(line -> !line.startsWith("#") && !line.isBlank())).hasSize(4);
    }
  }

  @Test
  void ofARunThatWasEndedItSaysSo() {
    assertThat(template.render(Samples.nothingRan())).contains("there may be more");
  }
}
