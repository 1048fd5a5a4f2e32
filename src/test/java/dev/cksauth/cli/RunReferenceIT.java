package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.report.JsonReport;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run without a subject: the reference system is started, tested and stopped. */
final class RunReferenceIT {

  private static final String ONE = "managed/accepts-console-token";

  @TempDir Path scratch;
  private Program program;

  @BeforeEach
  void open() throws Exception {
    program = new Program(scratch);
  }

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void isConformantAndLeavesNothing() throws Exception {
    Program.Outcome outcome = program.run("run");
    assertThat(outcome.out()).containsPattern("(?m)^CONFORMANT  endpoints: \\d+ of \\d+ MUST met");
    assertThat(outcome.code()).isZero();
    // Reading holds the file against its schema.
    assertThat(new JsonReport().read(program.path("reports/latest/report.json")).unfinished())
        .isFalse();
    assertThat(outcome.out()).containsPattern("(?m)^CONFORMANT  oidc: \\d+ of \\d+ MUST met");
    assertThat(program.path("reports/latest/junit.xml")).content().contains("<testsuite");
    program.assertNothingLeft();
  }

  @Test
  void goesOnWithoutAKeycloakThatIsDamaged() throws Exception {
    program.file("keycloak.tar.gz", "no archive\n");
    Program.Outcome outcome =
        program
            .start(
                Map.of("CKS_AUTH_KEYCLOAK", program.path("keycloak.tar.gz").toString()),
                "run",
                "--scenario",
                "oidc/accepts-token",
                "--scenario",
                ONE)
            .await();
    assertThat(outcome.err())
        .contains(
            "going on without Keycloak, as with --idp embedded", "is damaged", "--idp embedded");
    assertThat(outcome.out()).contains("CONFORMANT  oidc: 1 of 1 MUST met");
    program.assertNothingLeft();
  }

  @Test
  void writesOneDocumentAndNothingElseForJson() throws Exception {
    Program.Outcome outcome =
        program.run("run", "--idp", "embedded", "--scenario", ONE, "--format", "json");
    JsonMapper strict =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    JsonNode document = strict.readTree(outcome.out());
    assertThat(document.path("results").findValuesAsString("id")).containsExactly(ONE);
    program.assertNothingLeft();
  }

  @Test
  void listsAKnownGapThatIsMetAsAFailure() throws Exception {
    program.file("gaps.yaml", "- {scenario: " + ONE + ", reason: late, link: T-1}\n");
    Program.Outcome outcome =
        program.run("run", "--idp", "embedded", "--scenario", ONE, "--known-gaps", "gaps.yaml");
    assertThat(outcome.out()).contains("remove the entry");
    assertThat(outcome.code()).isEqualTo(1);
  }
}
