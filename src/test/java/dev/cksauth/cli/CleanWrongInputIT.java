package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code clean} and {@code rbac} say to files that they cannot work with. */
final class CleanWrongInputIT {

  private static final String WEBHOOK =
      """
      apiVersion: cks-auth.dev/v1
      kind: Webhook
      metadata: {name: hook}
      endpoint: {url: "https://127.0.0.1:1/authenticate"}
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

  private void kubeconfig(String url, String user) throws Exception {
    program.file(
        "admin.kubeconfig",
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s"}}]
        users: [{name: u, user: {%s}}]
        contexts: [{name: admin, context: {cluster: c, user: u}}]
        current-context: admin
        """
            .formatted(url, user));
  }

  private String administered(String url) {
    return TroubleFiles.cluster(url, url)
        + "administrator: {kubeconfig: {file: admin.kubeconfig}}\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"clean", "rbac"})
  void aWebhookIsNoCluster(String command) throws Exception {
    program.file("hook.yaml", WEBHOOK);
    Program.Outcome outcome = program.run(command, "hook.yaml");
    assertThat(outcome.err())
        .contains("hook.yaml:1:1  describes a webhook; a cluster is needed", "nothing was sent");
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clean", "rbac"})
  void aFileIsNeeded(String command) throws Exception {
    assertThat(program.run(command).code()).isEqualTo(2);
    Program.Outcome missing = program.run(command, "none.yaml");
    assertThat(missing.err()).contains("none.yaml:1:1  no such file");
    assertThat(missing.code()).isEqualTo(2);
  }

  @Test
  void withoutAnAdministratorNothingIsCleaned() throws Exception {
    program.file("hook.yaml", WEBHOOK);
    program.file("a.yaml", TroubleFiles.cluster("https://127.0.0.1:1", "https://127.0.0.1:1"));
    Program.Outcome outcome = program.run("clean", "hook.yaml", "a.yaml");
    assertThat(outcome.err())
        .contains("a.yaml:1:1  gives no administrator", "hook.yaml:1:1", "2 problems");
    assertThat(outcome.code()).isEqualTo(2);
  }

  @Test
  void aCommandIsNotRunWithoutLeave() throws Exception {
    kubeconfig(
        "https://127.0.0.1:1",
        "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, interactiveMode:"
            + " Never}");
    program.file("a.yaml", administered("https://127.0.0.1:1"));
    Program.Outcome outcome = program.run("clean", "a.yaml");
    assertThat(outcome.err()).contains("--allow-exec", "./login");
    assertThat(outcome.code()).isEqualTo(2);
  }

  @Test
  void aClusterThatIsNotThereIsTold() throws Exception {
    String url;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      url = "https://127.0.0.1:" + free.getLocalPort();
    }
    kubeconfig(url, "token: of-a-test");
    program.file("a.yaml", administered(url));
    Program.Outcome outcome = program.run("clean", "a.yaml");
    assertThat(outcome.out()).contains("cannot be listed", "connection refused");
    assertThat(outcome.all()).doesNotContain("Exception", "of-a-test");
    assertThat(outcome.code()).isEqualTo(3);
  }

  @Test
  void aSelectionThatNeedsNoRightSaysSo() throws Exception {
    program.file("a.yaml", TroubleFiles.cluster("https://127.0.0.1:1", "https://127.0.0.1:1"));
    Program.Outcome outcome =
        program.run("rbac", "a.yaml", "--scenario", "managed/accepts-console-token");
    assertThat(outcome.out())
        .isEqualTo(
            "# Nothing that would run on staging needs a right there: no"
                + " administrator is needed.\n");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void aSelectorThatMatchesNothingIsWrongInput() throws Exception {
    program.file("a.yaml", TroubleFiles.cluster("https://127.0.0.1:1", "https://127.0.0.1:1"));
    Program.Outcome outcome = program.run("rbac", "a.yaml", "--scenario", "managed/none");
    assertThat(outcome.err()).contains("`managed/none` matches no scenario");
    assertThat(outcome.code()).isEqualTo(2);
  }
}
