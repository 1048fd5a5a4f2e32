package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The life of a known gap: written down, filled in, open, closed, removed. */
final class KnownGapsTest {
  private static final String FAILING = "webhook/rejection/denies-unknown-token";
  private static final String PASSING = "webhook/answer/accepts-valid-token";

  /** Names a user for every token, which no webhook may. */
  private static final String REVIEW =
      """
      {"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview",
       "status":{"authenticated":true,"user":{"username":"alice"}}}
      """;

  @TempDir private Path directory;
  private TlsServer server;
  private Path gaps = Path.of("");

  @BeforeEach
  void serve() throws Exception {
    server = new TlsServer(ignored -> new TlsServer.Answer(200, "application/json", REVIEW));
    Files.writeString(directory.resolve("ca.pem"), server.caPem());
    Files.writeString(
        directory.resolve("subject.yaml"),
        """
        apiVersion: cks-auth.dev/v1
        kind: Webhook
        metadata: {name: acme}
        endpoint: {url: "%s/authenticate", ca: ca.pem}
        credentials:
          - {name: alice, kind: valid, token: token-of-alice, expect: {username: alice}}
        """
            .formatted(server.url()));
    gaps = directory.resolve("gaps.yaml");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Called run(Object... more) {
    Object[] arguments = new Object[8 + more.length];
    Object[] always = {
      "run",
      directory.resolve("subject.yaml"),
      "--out",
      directory.resolve("reports"),
      "--scenario",
      FAILING,
      "--scenario",
      PASSING
    };
    System.arraycopy(always, 0, arguments, 0, always.length);
    System.arraycopy(more, 0, arguments, always.length, more.length);
    return Called.with(arguments);
  }

  private String entry(String scenario) throws IOException {
    return Files.readString(
        Files.writeString(
            gaps, "- {scenario: '%s', reason: known, link: T-1}\n".formatted(scenario)));
  }

  private String verdictOf(String scenario) throws IOException {
    String report = Files.readString(directory.resolve("reports/report.json"));
    for (var result : JsonMapper.builder().build().readTree(report).path("results")) {
      if (result.path("id").asString().equals(scenario)) {
        return result.path("verdict").asString() + ": " + result.path("reason").asString();
      }
    }
    return "none";
  }

  @Test
  void theTemplateAloneIsOnStandardOutput() {
    Called called = run("--write-known-gaps");
    assertThat(called.out()).startsWith("# What failed on ").contains("- scenario: '" + FAILING);
    assertThat(called.out()).doesNotContain(PASSING, "NON-CONFORMANT");
    assertThat(called.err()).contains("NON-CONFORMANT");
    assertThat(called.code()).isEqualTo(1);
  }

  @Test
  void aTemplateThatIsNotFilledInIsWrongInput() {
    assertThat(run("--write-known-gaps=" + gaps).code()).isEqualTo(1);
    Called called = run("--known-gaps", gaps);
    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err())
        .contains(gaps + ":9:3  [0].reason: must be a text, is empty", "[0].link: must be a text");
  }

  @Test
  void aTemplateThatIsFilledInMakesTheFailureAKnownGap() throws IOException {
    run("--write-known-gaps=" + gaps);
    String template = Files.readString(gaps);
    Files.writeString(
        gaps, template.replace("reason:", "reason: known").replace("link:", "link: T-1"));
    Called called = run("--known-gaps", gaps);
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(verdictOf(FAILING)).startsWith("known-gap: known (T-1)");
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "--strict, 3"})
  void aKnownGapAloneIsNoFailureUnlessOneIsStrict(String option, int code) throws IOException {
    entry(FAILING);
    Called called =
        option.isEmpty() ? run("--known-gaps", gaps) : run("--known-gaps", gaps, option);
    assertThat(called.code()).as(called.out()).isEqualTo(code);
  }

  @Test
  void anEntryThatPassesIsFailedWithWhatToDo() throws IOException {
    entry(PASSING);
    Called called = run("--known-gaps", gaps);
    assertThat(called.code()).isEqualTo(1);
    assertThat(verdictOf(PASSING))
        .isEqualTo("failed: listed as a known gap and yet met: remove the entry (T-1)");
  }

  @ParameterizedTest
  @CsvSource({"--known-gaps", "--exclude"})
  void anEntryThatMatchesNothingIsWrongInput(String option) throws IOException {
    entry("webhook/no-such/**");
    Called called = run(option, gaps);
    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err())
        .contains("gaps.yaml:1:", "`webhook/no-such/**` matches no scenario of the catalogue");
    assertThat(directory.resolve("reports")).doesNotExist();
  }

  @Test
  void aFileThatIsThereIsNotOverwritten() throws IOException {
    String before = entry(FAILING);
    Called called = run("--write-known-gaps", gaps);
    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains(gaps + " is there already, and is left as it is");
    assertThat(gaps).hasContent(before);
  }

  @Test
  void theTemplateDoesNotMixWithJson() {
    Called called = run("--write-known-gaps", "--format", "json");
    assertThat(called.code()).isEqualTo(2);
    assertThat(called.out()).isEmpty();
  }
}
