package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cksauth.Golden;
import dev.cksauth.result.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class JsonReportTest {
  private final JsonReport report = new JsonReport();
  private final JsonMapper mapper = new JsonMapper();
  @TempDir private Path directory;

  @Test
  void isAsApproved() {
    Golden.assertSame("report/report.json", report.render(Samples.everyVerdict()));
  }

  static Stream<RunResult> samples() {
    return Stream.of(
        Samples.everyVerdict(),
        Samples.severalSubjects(),
        Samples.conformant(),
        Samples.nothingRan(),
        Samples.repeated(),
        Samples.saying("\u0000\u001b[31m\u2028 \"quoted\" \\ é 🙂"));
  }

  /** Reading validates, so this also shows that each sample meets the schema. */
  @ParameterizedTest
  @MethodSource("samples")
  void readsBackWhatItWrote(RunResult run) throws IOException {
    String text = report.render(run);
    RunResult again = read(text);
    assertThat(report.render(again)).isEqualTo(text);
    assertThat(again).isEqualTo(run);
  }

  @Test
  void writesNullOnlyForTheErrorOfAnExchange() {
    assertThat(report.render(Samples.severalSubjects()))
        .doesNotContain("null")
        .doesNotContain("\"vendor\": \"\"");
    assertThat(report.render(Samples.everyVerdict())).contains("\"error\": null");
  }

  @ParameterizedTest
  @CsvSource({
    "'',verdict",
    "'',unfinished",
    "/suite,catalogue",
    "/subjects/0,capabilities",
    "/subjects/0/profiles/0,requires",
    "/subjects/0/profiles/0/counts,known-gap",
    "/results/9,required",
    "/results/9,steps",
    "/results/9/steps/1,control",
    "/results/9/steps/1/exchange,error",
    "/results/9/steps/1/exchange/response,status",
  })
  void refusesAReportThatLacksAKey(String parent, String key) {
    JsonNode tree = tree();
    object(tree, parent).remove(key);
    assertRefused(tree, key);
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "/suite",
    "/subjects/0",
    "/subjects/0/profiles/0",
    "/results/0",
    "/results/9/steps/0",
    "/results/9/steps/1/exchange",
    "/results/9/steps/1/exchange/request",
    "/results/9/steps/1/exchange/response",
  })
  void refusesAKeyThatItDoesNotKnow(String parent) {
    JsonNode tree = tree();
    object(tree, parent).put("extra", "x");
    assertRefused(tree, "extra");
  }

  @ParameterizedTest
  @CsvSource({
    "'',verdict,\"passed\"",
    "'',startedAt,\"yesterday\"",
    "'',topology,null",
    "/suite,catalogue,\"md5:1\"",
    "/subjects/0,version,7",
    "/subjects/0/profiles/0,requires,\"unmet\"",
    "/subjects/0/profiles/0/counts,passed,-1",
    "/subjects/0/profiles/0/counts,passed,1.5",
    "/results/0,verdict,\"PASSED\"",
    "/results/0,level,\"must\"",
    "/results/0,evidence,null",
    "/results/0,id,\"has blanks\"",
    "/results/0,durationMillis,\"3\"",
    "/results/9/steps/0,verdict,\"warning\"",
    "/results/9/steps/0,control,0",
  })
  void refusesAWrongValue(String parent, String key, String json) {
    JsonNode tree = tree();
    object(tree, parent).set(key, mapper.readTree(json));
    assertRefused(tree, key);
  }

  @Test
  void namesAllProblemsAtOnce() {
    JsonNode tree = tree();
    object(tree, "").remove("verdict");
    ((ArrayNode) tree.at("/results")).add("x");
    assertThatThrownBy(() -> read(tree.toString()))
        .isInstanceOfSatisfying(
            InvalidReportException.class, e -> assertThat(e.problems()).hasSize(2));
  }

  @Test
  void refusesAnotherVersionInOneSentence() {
    JsonNode tree = tree();
    object(tree, "").put("apiVersion", "cks-auth.dev/report/v2").put("novel", true);
    assertThatThrownBy(() -> read(tree.toString()))
        .isInstanceOfSatisfying(
            InvalidReportException.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "apiVersion is `cks-auth.dev/report/v2`; this version reads"
                            + " cks-auth.dev/report/v1"));
  }

  @Test
  void refusesWhatIsNoJson() {
    String text = report.render(Samples.conformant());
    String half = text.substring(0, text.length() / 2);
    assertThatThrownBy(() -> read(half)).isInstanceOf(InvalidReportException.class);
    assertThatThrownBy(() -> read(text + "{}")).isInstanceOf(InvalidReportException.class);
    assertThatThrownBy(() -> read("")).isInstanceOf(InvalidReportException.class);
    assertThatThrownBy(() -> read("[]")).isInstanceOf(InvalidReportException.class);
    assertThatThrownBy(() -> read(text.replaceFirst("\\{", "{\"verdict\": \"partial\",")))
        .isInstanceOf(InvalidReportException.class);
    assertThatThrownBy(() -> report.read(directory.resolve("absent.json")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private JsonNode tree() {
    return mapper.readTree(report.render(Samples.everyVerdict()));
  }

  private static ObjectNode object(JsonNode tree, String pointer) {
    return (ObjectNode) tree.at(pointer);
  }

  private void assertRefused(JsonNode tree, String said) {
    assertThatThrownBy(() -> read(tree.toString()))
        .isInstanceOf(InvalidReportException.class)
        .hasMessageContaining(said);
  }

  private RunResult read(String text) throws IOException {
    Path file = directory.resolve("report.json");
    Files.writeString(file, text);
    return report.read(file);
  }
}
