package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TerminalTest {

  @Test
  void theLauncherKnowsEachStream() {
    Terminal terminal = Terminal.detect(Map.of(), "err", "100");
    assertThat(terminal.out()).isFalse();
    assertThat(terminal.err()).isTrue();
    assertThat(terminal.columns()).isEqualTo(100);
    assertThat(terminal.style().colour()).isFalse();
    assertThat(terminal.progressStyle().colour()).isTrue();
  }

  @Test
  void colourCanBeRefused() {
    assertThat(Terminal.detect(Map.of("NO_COLOR", "1"), "out", "").colour()).isFalse();
    assertThat(Terminal.detect(Map.of("NO_COLOR", ""), "out", "").colour()).isTrue();
    assertThat(Terminal.detect(Map.of("TERM", "dumb"), "out", "").colour()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"'',out,80", "'','',120", "wide,out,80", "-1,out,80", "0,out,80", "999,out,160"})
  void widthIsSensible(String columns, String terminals, int expected) {
    assertThat(Terminal.detect(Map.of(), terminals, columns).columns()).isEqualTo(expected);
  }
}
