package dev.cksauth.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.RunResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reports that are written piece by piece. */
final class ReportStreamsTest {

  static Stream<RunResult> samples() {
    return JsonReportTest.samples();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void jsonIsWhatIsRendered(RunResult run) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new JsonReport().write(run, bytes);
    assertThat(bytes.toString(UTF_8)).isEqualTo(new JsonReport().render(run));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void htmlIsWhatIsRendered(RunResult run) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new HtmlReport().write(run, bytes);
    assertThat(bytes.toString(UTF_8)).isEqualTo(new HtmlReport().render(run));
  }
}
