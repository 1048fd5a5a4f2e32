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

/** Which of several Console users a scenario's word means, and where that user's token is from. */
final class ConsoleUsersTest {
  private static final String USERS =
      """
        - {name: boss, kind: console, role: admin, token: token-of-boss, expect: {username: boss}}
        - {name: guest, kind: console, role: viewer, token: token-of-guest, expect: {username: guest}}
        - {name: handed-out, kind: console, kubeconfig: {file: console.kubeconfig}, expect: {username: out}}
      """;
  private static final String ISSUE = "actions: {issue: {exec: [echo, \"fresh-token-of-{name}\"]}}";

  @TempDir private Path directory;
  private Stage stage;

  @BeforeEach
  void set() throws Exception {
    stage = new Stage(directory);
    stage.managed.says(asked -> Replies.review(asked.token()));
    Files.writeString(
        directory.resolve("console.kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d"}}]
        users: [{name: u, user: {token: token-of-kubeconfig}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(stage.managed.port()));
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private ScenarioResult asking(String word) throws Exception {
    return stage
        .scenario(
            "asks",
            "  - request: {endpoint: managed, as: %s}\n    expect: {status: 201}\n".formatted(word))
        .one();
  }

  @ParameterizedTest
  @CsvSource({
    "console, " + Replies.CONSOLE,
    "console-admin, token-of-boss",
    "console-viewer, token-of-guest",
    "console-kubeconfig, token-of-kubeconfig"
  })
  void aWordMeansTheFirstUserThatAnswersToIt(String word, String token) throws Exception {
    stage.with(USERS);
    assertThat(asking(word).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(stage.managed.asked()).extracting(Scripted.Asked::token).containsExactly(token);
  }

  @ParameterizedTest
  @CsvSource({
    "console, fresh-token-of-console",
    "console-admin, fresh-token-of-boss",
    "console-viewer, fresh-token-of-guest"
  })
  void whereTokensAreIssuedTheUserHasAFreshOne(String word, String token) throws Exception {
    stage.with(USERS).with(ISSUE);
    assertThat(asking(word).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(stage.managed.asked()).extracting(Scripted.Asked::token).containsExactly(token);
  }

  @Test
  void theTokenOfAKubeconfigIsTheOneThatWasHandedOut() throws Exception {
    stage.with(USERS).with(ISSUE);
    assertThat(asking("console-kubeconfig").verdict()).isEqualTo(Verdict.PASSED);
    assertThat(stage.managed.asked())
        .extracting(Scripted.Asked::token)
        .containsExactly("token-of-kubeconfig");
  }

  @ParameterizedTest
  @CsvSource({"console-admin", "console-viewer", "console-kubeconfig"})
  void aWordThatNobodyAnswersToIsNotTested(String word) throws Exception {
    ScenarioResult result = asking(word);
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(result.reason()).contains("is not given (capability " + word + ")");
    assertThat(stage.managed.asked()).isEmpty();
  }

  @Test
  void aRevokedTokenIsNotMadeFresh() throws Exception {
    stage
        .with("  - {name: gone, kind: console-revoked, role: admin, token: token-of-gone}")
        .with(ISSUE);
    assertThat(asking("console-revoked").verdict()).isEqualTo(Verdict.PASSED);
    assertThat(stage.managed.asked())
        .extracting(Scripted.Asked::token)
        .containsExactly("token-of-gone");
  }
}
