package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a kubeconfig of the Console says, and what comes of going where it leads. */
final class KubeconfigChecksTest {
  private static final String POINTS =
      """
        - check: {name: kubeconfig-rules, with: {as: console-kubeconfig, rule: points-at-managed}}
      """;
  private static final String TRUSTS =
      """
        - check: {name: kubeconfig-rules, with: {as: console-kubeconfig, rule: checks-certificates}}
      """;
  private static final String LOGS_IN =
      """
        - check: {name: kubeconfig-logs-in, with: {endpoint: kubeconfig, as: console-kubeconfig}}
      """;

  @TempDir private Path directory;
  private Stage stage;

  @BeforeEach
  void set() throws Exception {
    stage = new Stage(directory);
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private ScenarioResult result(String server, String trust, String steps) throws Exception {
    Files.writeString(
        directory.resolve("console.kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s", %s}}]
        users: [{name: u, user: {token: %s}}]
        contexts: [{name: managed, context: {cluster: c, user: u}}]
        current-context: managed
        """
            .formatted(
                server
                    .replace("MANAGED", "127.0.0.1:" + stage.managed.port())
                    .replace("OTHER", "127.0.0.1:" + stage.unmanaged.port()),
                trust,
                Replies.CONSOLE));
    return stage
        .with(
            "  - {name: k, kind: console, kubeconfig: {file: console.kubeconfig}, expect:"
                + " {username: alice@example.com}}")
        .scenario("check", steps)
        .one();
  }

  @ParameterizedTest
  @CsvSource({
    "https://managed.example.test, PASSED",
    "https://MANAGED.example.test.:443/, PASSED",
    "https://managed.example.test:8443, FAILED",
    "https://unmanaged.example.test, FAILED"
  })
  void byNameItIsTheManagedEndpoint(String server, Verdict verdict) throws Exception {
    // Capitals are read as they are here: `MANAGED` is a placeholder elsewhere only.
    assertThat(result(server.replace("MANAGED", "Managed"), "tls-server-name: x", POINTS).verdict())
        .isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"https://MANAGED, PASSED", "https://OTHER, FAILED"})
  void byWhatIsDialledItIsTheManagedEndpoint(String server, Verdict verdict) throws Exception {
    assertThat(result(server, "certificate-authority: ca.pem", POINTS).verdict())
        .isEqualTo(verdict);
    assertThat(stage.managed.asked()).isEmpty();
    assertThat(stage.unmanaged.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://MANAGED, certificate-authority: ca.pem, PASSED",
    "https://MANAGED, insecure-skip-tls-verify: true, FAILED",
    "http://MANAGED, certificate-authority: ca.pem, FAILED"
  })
  void certificatesAreChecked(String server, String trust, Verdict verdict) throws Exception {
    assertThat(result(server, trust, TRUSTS).verdict()).isEqualTo(verdict);
  }

  @Test
  void itsPathStandsBeforeThatOfTheApi() throws Exception {
    ScenarioResult result =
        result("https://MANAGED/clusters/a/", "certificate-authority: ca.pem", LOGS_IN);
    assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(stage.managed.asked().getFirst().path())
        .isEqualTo("/clusters/a" + RequestRunner.SELF_SUBJECT_REVIEWS);
  }

  @Test
  void anotherUserIsNotTheOneItIsFor() throws Exception {
    stage.managed.says(asked -> Replies.review("bob@example.com"));
    ScenarioResult result = result("https://MANAGED", "certificate-authority: ca.pem", LOGS_IN);
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason()).contains("alice@example.com", "bob@example.com");
  }

  @Test
  void anAuthorityThatDoesNotFitIsTheKubeconfigsFault() throws Exception {
    assertThat(result("https://MANAGED", "certificate-authority: other-ca.pem", LOGS_IN).verdict())
        .isEqualTo(Verdict.FAILED);
  }

  @Test
  void aBrokenServerSaysNothingAboutTheKubeconfig() throws Exception {
    stage.managed.says(asked -> Replies.gateway(404));
    assertThat(result("https://MANAGED", "certificate-authority: ca.pem", LOGS_IN).verdict())
        .isEqualTo(Verdict.ERROR);
  }

  @Test
  void onWhatIsNotOursATokenIsNotSentPastTheManagedEndpoint() throws Exception {
    stage.foreign();
    ScenarioResult result = result("https://OTHER", "certificate-authority: ca.pem", LOGS_IN);
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(stage.unmanaged.asked()).isEmpty();
  }

  @Test
  void onWhatIsNotOursItIsSentToTheManagedEndpoint() throws Exception {
    stage.foreign();
    ScenarioResult result = result("https://MANAGED", "certificate-authority: ca.pem", LOGS_IN);
    assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
  }
}
