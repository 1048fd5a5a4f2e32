package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What differs between two reports, as a caller sees it. */
final class CompareCommandTest {
  /** A report with every verdict; its first scenario passed. */
  private static final Path SAMPLE = Path.of("src/test/resources/report/report.json");

  @TempDir private Path directory;
  private Path older = Path.of("");
  private Path newer = Path.of("");
  private String sample = "";

  @BeforeEach
  void write() throws IOException {
    sample = Files.readString(SAMPLE);
    older = Files.writeString(directory.resolve("old.json"), sample);
    newer = Files.writeString(directory.resolve("new.json"), sample);
  }

  private void failFirst() throws IOException {
    Files.writeString(
        newer, sample.replaceFirst("\"verdict\": \"passed\"", "\"verdict\": \"failed\""));
  }

  private void assertWrongInput(Called called, String says) {
    assertThat(called.err()).contains(says).doesNotContain("unexpected");
    assertThat(called.out()).isEmpty();
    assertThat(called.code()).isEqualTo(2);
  }

  @Test
  void aReportIsNoRegressionFromItself() {
    Called called = Called.with("compare", older, newer);
    assertThat(called.out()).contains("NO REGRESSION", older.toString(), newer.toString());
    assertThat(called.code()).as(called.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"text, REGRESSION  1 new failure", "markdown, ## cks-auth: regression"})
  void aRegressionIsToldAndIsExitCodeOne(String format, String says) throws IOException {
    failFirst();
    Called called = Called.with("compare", older, newer, "--format", format);
    assertThat(called.out()).contains(says, "webhook/request/passes-0");
    assertThat(called.err()).isEmpty();
    assertThat(called.code()).isEqualTo(1);
  }

  @Test
  void whatWasMendedIsNoRegression() throws IOException {
    failFirst();
    Called called = Called.with("compare", newer, older);
    assertThat(called.out()).contains("1 mended");
    assertThat(called.code()).isZero();
  }

  @Test
  void nothingButJsonIsPrintedForPrograms() {
    Called called = Called.with("compare", older, newer, "--format", "json");
    assertThat(JsonMapper.builder().build().readTree(called.out()).path("regression").asBoolean())
        .isFalse();
    assertThat(called.err()).isEmpty();
  }

  @Test
  void aDirectoryStandsForTheReportInIt() throws IOException {
    Files.move(older, directory.resolve("report.json"));
    assertThat(Called.with("compare", directory, newer).code()).isZero();
  }

  @Test
  void ofAnUnfinishedRunNothingIsDecided() throws IOException {
    Files.writeString(newer, sample.replace("\"unfinished\": false", "\"unfinished\": true"));
    Called called = Called.with("compare", older, newer);
    assertThat(called.out()).contains("UNDECIDED", "was ended before all scenarios had run");
    assertThat(called.code()).isEqualTo(3);
  }

  @Test
  void bothFilesThatAreNoReportsAreToldWithTheirReasons() throws IOException {
    Path notJson = Files.writeString(directory.resolve("a.json"), "no report");
    Path none = directory.resolve("gone.json");
    Called called = Called.with("compare", notJson, none);
    assertWrongInput(called, notJson + " is no report that can be read: ");
    assertWrongInput(called, none + ": no such file");
  }

  @Test
  void aReportOfAnotherVersionIsRefused() throws IOException {
    Files.writeString(newer, sample.replace("report/v1", "report/v2"));
    assertWrongInput(
        Called.with("compare", older, newer),
        newer + " is no report that can be read: apiVersion is `cks-auth.dev/report/v2`");
  }

  @Test
  void aReportThatIsNoTextIsRefused() throws IOException {
    Files.write(newer, new byte[] {(byte) 0xff, 0});
    assertWrongInput(Called.with("compare", older, newer), newer + ": not UTF-8");
  }

  @Test
  void reportsOfOtherSubjectsAreNotCompared() throws IOException {
    Files.writeString(
        newer,
        sample.replace("\"id\": \"acme\"", "\"id\": \"b\"").replace(": \"acme\"", ": \"b\""));
    assertWrongInput(Called.with("compare", older, newer), "no subject in common");
  }

  @Test
  void theFormatsAreNamed() {
    assertWrongInput(
        Called.with("compare", older, newer, "--format", "xml"), "text, json, markdown");
  }
}
