package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.input.Problems;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.CancellationToken;

/** What the owner of a webhook gives, and what becomes of scenarios without it. */
final class WebhookInputsTest {
  private static final String ALICE =
      "  - {name: alice, kind: valid, token: alices-token, expect: {username: alice}}\n";
  private static final String AGAIN = ALICE.replace("{name: alice", "{name: again");
  private static final String BOB =
      "  - {name: bob, kind: valid, token: bobs-token, expect: {username: bob}}\n";
  private static final String SOMEBODY = "  - {name: x, kind: valid, token: alices-token}\n";
  private static final String NAMES = "review: {as: valid}\n    expect: {username: \"{valid}\"}";

  @TempDir private Path directory;
  private Scripted webhook;

  @BeforeEach
  void start() throws Exception {
    webhook = new Scripted();
    webhook.says(WebhookInputsTest::review);
    Files.writeString(directory.resolve("ca.pem"), Scripted.AUTHORITY.certificatePem());
    Files.createDirectories(directory.resolve("catalogue/t"));
    Files.writeString(directory.resolve("webhook.log"), "");
  }

  @AfterEach
  void stop() {
    webhook.close();
  }

  private static Scripted.Reply review(Scripted.Asked asked) {
    String user =
        asked.body().contains("alices-token")
            ? "alice"
            : asked.body().contains("bobs-token") ? "bob" : "";
    return Replies.json(
        200,
        """
        {"kind": "TokenReview", "apiVersion": "authentication.k8s.io/v1",
         "status": {"authenticated": %s, "user": {"username": "%s"}}}
        """
            .formatted(!user.isEmpty(), user));
  }

  private SubjectRun run(String needs, String step, String credentials, String more)
      throws IOException {
    Files.writeString(
        directory.resolve("catalogue/t/one.yaml"),
        """
        title: One
        requirement: TR-ANSWER-01
        level: MUST
        profiles: [webhook]
        needs: [%s]
        steps:
          - title: the step
            %s
        consequence: none
        fix: none
        """
            .formatted(needs, step));
    Path file = directory.resolve("webhook.yaml");
    Files.writeString(
        file,
        """
        apiVersion: cks-auth.dev/v1
        kind: Webhook
        metadata: {name: hook}
        endpoint: {url: "https://127.0.0.1:%d/authenticate", ca: ca.pem%s}
        %s%s
        """
            .formatted(
                webhook.port(),
                more.startsWith(",") ? more : "",
                credentials.isEmpty() ? "" : "credentials:\n" + credentials,
                more.startsWith(",") ? "" : more));
    Problems problems = new Problems();
    Catalogue catalogue =
        CatalogueLoader.load(List.of(directory.resolve("catalogue")), Checks.names(), problems);
    List<Subject> subjects =
        new SubjectLoader(catalogue.capabilities().keySet())
            .load(List.of(file), Environment.of(Map.of()), problems);
    assertThat(problems.all()).isEmpty();
    SubjectRun run =
        new SubjectRun(catalogue, subjects.getFirst(), Stage.OWN, Stage.ONE_BY_ONE, result -> {});
    try (run) {
      Conformance.execute(run, CancellationToken.create());
    }
    return run;
  }

  private ScenarioResult result(String needs, String step, String credentials, String more)
      throws IOException {
    List<ScenarioResult> results = run(needs, step, credentials, more).results();
    assertThat(results).hasSize(1);
    return results.getFirst();
  }

  private ScenarioResult needing(String capability, String credentials, String more)
      throws IOException {
    String step = "review: {as: unknown}\n    expect: {status: 200}";
    return result(capability, step, credentials, more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          valid-token          | a valid token                  | - {name: x, kind: valid, token: t}            |
          expired-token        | an expired token               | - {name: x, kind: expired, token: t}          |
          revoked-token        | a revoked token                | - {name: x, kind: revoked, token: t}          |
          wrong-audience-token | a token for another audience   | - {name: x, kind: wrong-audience, token: t, audiences: [v]} |
          expected-user        | the user of a valid token      | - {name: x, kind: valid, token: t, expect: {username: u}}   |
          audiences            | the audiences of the API server|  | ', audiences: [a]'
          log                  | the webhook's log              |  | 'log: {file: webhook.log}'
          issue-tokens         | the action `issue`             |  | 'actions: {issue: {post: "http://127.0.0.1:9/"}}'
          revoke-tokens        | the action `revoke`            |  | 'actions: {revoke: {post: "http://127.0.0.1:9/"}}'
          """)
  void whatIsNotGivenLeavesItsScenariosNotTested(
      String capability, String input, String credential, String more) throws Exception {
    ScenarioResult without = needing(capability, "", "");
    assertThat(without.verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(without.reason()).startsWith(input + " is not given (capability " + capability);
    assertThat(webhook.asked()).isEmpty();
    String credentials = credential == null ? "" : "  " + credential + "\n";
    ScenarioResult with = needing(capability, credentials, more == null ? "" : more);
    assertThat(with.verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void whatAFileDeclaresAbsentIsNotApplicable() throws Exception {
    ScenarioResult result = needing("log", "", "capabilities: {log: false}");
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
  }

  @Test
  void aWebhookThatDemandsNoCertificateLacksNoInput() throws Exception {
    ScenarioResult result = needing("client-certificate-required", "", "");
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
  }

  @Test
  void aWordWithoutACredentialIsNotTestedForTheSameReasonAsItsCapability() throws Exception {
    String step = "review: {as: expired}\n    expect: {status: 200}";
    assertThat(result("", step, ALICE, "").reason())
        .isEqualTo(needing("expired-token", ALICE, "").reason());
  }

  @Test
  void twoTokensOfOneUserAreNotOfASecondUser() throws Exception {
    String twice = ALICE + AGAIN;
    assertThat(needing("second-user", twice, "").verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(needing("second-user", ALICE + BOB, "").verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void theOtherValidTokenIsOfAnotherUser() throws Exception {
    String step = "review: {as: another-user}\n    expect: {username: \"{another-user}\"}";
    ScenarioResult result = result("second-user", step, ALICE + AGAIN + BOB, "");
    assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(result.reason()).contains("user bob");
  }

  @Test
  void aValidTokenIsOfAKnownUserWhereOneIsKnown() throws Exception {
    assertThat(result("", NAMES, SOMEBODY + BOB, "").reason()).contains("user bob");
  }

  @Test
  void aTokenOfWhichNobodySaysWhoseItIsFailsNothing() throws Exception {
    ScenarioResult result = result("", NAMES, SOMEBODY, "");
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(result.reason()).contains("give `expect: {username: …}`");
  }

  @Test
  void aTokenOfAnotherUserThanExpectedFails() throws Exception {
    ScenarioResult result = result("", NAMES, ALICE.replace("username: alice", "username: u"), "");
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void whatIsMissingIsSaidInOneSentence() throws Exception {
    SubjectRun run =
        run("expired-token", "review: {as: expired}\n    expect: {status: 200}", ALICE, "");
    assertThat(run.result().notes())
        .containsExactly(
            "1 scenario was not tested, for want of an expired token: see `cks-auth init webhook`");
  }
}
