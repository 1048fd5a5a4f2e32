package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What is run, what is planned, and what the catalogue says of itself. */
final class RunSelectionIT {

  /** Names a user for every token. */
  private static final String REVIEW =
      """
      {"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview",
       "status":{"authenticated":true,"user":{"username":"alice"}}}
      """;

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
  void aPlanNamesWhatWouldBeDoneAndSendsNothing() throws Exception {
    try (Trap trap = new Trap()) {
      program.file(
          "subject.yaml",
          TroubleFiles.cluster(trap.url(), trap.url())
              + "administrator: {kubeconfig: {file: admin.kubeconfig, context: admin}}\n");
      program.file(
          "admin.kubeconfig",
          """
          apiVersion: v1
          kind: Config
          clusters: [{name: c, cluster: {server: "%s"}}]
          users: [{name: u, user: {token: of-a-test}}]
          contexts: [{name: admin, context: {cluster: c, user: u}}]
          """
              .formatted(trap.url()));
      Program.Outcome outcome = program.run("run", "subject.yaml", "--plan");
      assertThat(outcome.out())
          .contains("nothing is sent now", trap.address(), "console", "service-account")
          .contains("namespace cks-auth-", "serviceaccounts/token")
          .doesNotContain("CW-SECRET-of-a-test-0001");
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.code()).isZero();
      assertThat(trap.connections()).isZero();
      assertThat(scratch.resolve("reports")).doesNotExist();
    }
  }

  @Test
  void listsTheCatalogue() throws Exception {
    Program.Outcome outcome = program.run("list");
    assertThat(outcome.out())
        .containsPattern("managed/accepts-console-token +MUST  ")
        .containsPattern("(?m)^\\d+ scenarios, \\d+ requirements, catalogue ");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void listsTheCatalogueAsJson() throws Exception {
    Program.Outcome outcome = program.run("list", "--format", "json");
    assertThat(
            JsonMapper.builder()
                .build()
                .readTree(outcome.out())
                .path("scenarios")
                .findValuesAsString("id"))
        .contains("managed/accepts-console-token");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void explainsAScenario() throws Exception {
    Program.Outcome outcome = program.run("explain", "managed/accepts-console-token");
    assertThat(outcome.out()).contains("requirement", "step 1", "so what", "fix");
    assertThat(outcome.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "explain managed/accept-console-token | did you mean `managed/accepts-console-token`?",
        "run --profile nope | unknown `nope`; allowed: endpoints, oidc, integration, webhook",
        "run --scenario nope/** | `nope/**` matches no scenario",
        "run --jobs 0 | --jobs is from 1 to 256",
        "run --known-gaps gone.yaml | gone.yaml:1:1  no such file",
        "run gone.yaml | gone.yaml",
        "run --topology moon | is auto, process or containers",
      })
  void refuses(String arguments, String says) throws Exception {
    Program.Outcome outcome = program.run(arguments.split(" "));
    assertThat(outcome.err()).contains(says).doesNotContain("\tat ");
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1",
    "--known-gaps, 0",
    "--exclude, 0",
    "--strict --known-gaps, 3",
    "--strict --exclude, 3"
  })
  void whatIsListedIsNoFailure(String options, int code) throws Exception {
    try (TlsServer server =
        new TlsServer(ignored -> new TlsServer.Answer(200, "application/json", REVIEW))) {
      program.file("ca.pem", server.caPem());
      program.file(
          "subject.yaml",
          """
          apiVersion: cks-auth.dev/v1
          kind: Webhook
          metadata: {name: acme}
          endpoint: {url: "%s/authenticate", ca: ca.pem}
          credentials:
            - {name: alice, kind: valid, token: token-of-alice, expect: {username: alice}}
          """
              .formatted(server.url()));
      program.file(
          "listed.yaml", "- {scenario: 'webhook/rejection/**', reason: known, link: T-1}\n");
      String some =
          "--scenario webhook/answer/accepts-valid-token"
              + " --scenario webhook/rejection/denies-unknown-token ";
      String command = ("run subject.yaml " + some + options).strip();
      Program.Outcome outcome =
          program.run((options.isEmpty() ? command : command + " listed.yaml").split(" "));
      assertThat(outcome.code()).as(outcome.all()).isEqualTo(code);
      assertThat(Files.exists(program.path("reports/latest/junit.xml"))).isTrue();
    }
  }
}
