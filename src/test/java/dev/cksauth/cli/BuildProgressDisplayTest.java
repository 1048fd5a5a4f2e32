package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BuildProgressDisplayTest {
  private static final Duration ELAPSED = Duration.ofSeconds(192);

  private static String shown(boolean terminal, boolean unicode, int from, int to) {
    StringWriter written = new StringWriter();
    try (BuildProgressDisplay display =
        new BuildProgressDisplay(new PrintWriter(written), terminal, unicode)) {
      for (int done = from; done <= to; done++) {
        display.packages(done, 1611, ELAPSED);
      }
    }
    return written.toString();
  }

  @Test
  void redrawsOneLineOnATerminal() {
    assertThat(shown(true, true, 1101, 1102))
        .endsWith("\r\033[K  packages  ██████░░░░  1,102/1,611   3:12\n");
  }

  @Test
  void writesALineForEachTenthElsewhere() {
    String shown = shown(false, false, 0, 1611);
    assertThat(shown).doesNotContain("\r").contains("  packages  #####.....  806/1,611   3:12\n");
    assertThat(shown.lines().filter(line -> line.contains("packages  ")).count()).isEqualTo(11);
  }
}
