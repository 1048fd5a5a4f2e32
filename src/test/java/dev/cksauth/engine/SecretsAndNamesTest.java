package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.engine.Scripted.Asked;
import dev.cksauth.result.Evidence;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where credentials may go, what names stand for, and how well a rejection is proven. */
final class SecretsAndNamesTest {
  private static final String DENIED =
      "{\"status\": {\"authenticated\": false, \"error\": \"no such token\"}}";
  private static final String BEYOND =
      """
        - control: the console token is good
          request: {endpoint: managed, as: console}
          expect: {identity: own}
        - request: {endpoint: unmanaged, as: console}
          expect: {identity: none}
      """;
  private static final String REVIEWED =
      """
        - review: {as: console}
          expect: {answer: denied}
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

  @Test
  void aConsoleTokenStaysAtTheManagedEndpointOfWhatIsNotOurs() throws Exception {
    ScenarioResult result = stage.foreign().scenario("beyond", BEYOND).one();
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(result.reason()).contains("disposable");
    assertThat(stage.unmanaged.asked()).isEmpty();
  }

  @Test
  void aConsoleTokenIsNotReviewedByWhatIsNotOurs() throws Exception {
    stage.unmanaged.says(new FakeCluster(Replies.json(201, DENIED)));
    ScenarioResult result =
        stage.administered().foreign().scenario("beyond", Stage.CONTROL + REVIEWED).one();
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(stage.unmanaged.asked()).noneMatch(asked -> asked.body().contains(Replies.CONSOLE));
  }

  @Test
  void aConsoleTokenGoesEverywhereOnWhatIsOurs() throws Exception {
    stage.unmanaged.says(asked -> Replies.unauthorized());
    assertThat(stage.scenario("beyond", BEYOND).one().verdict()).isEqualTo(Verdict.PASSED);
    assertThat(stage.unmanaged.asked()).hasSize(1);
  }

  @Test
  void noResultHoldsAToken() throws Exception {
    stage.managed.says(asked -> Replies.json(200, "{\"echo\": \"" + asked.token() + "\"}"));
    ScenarioResult result = stage.scenario("echoes", Stage.ACCEPTANCE).one();
    assertThat(result.toString()).doesNotContain(Replies.CONSOLE);
  }

  @Test
  void aRefusalThatTheClusterExplainsIsExplained() throws Exception {
    stage.unmanaged.says(new FakeCluster(Replies.json(201, DENIED)));
    ScenarioResult result = stage.administered().scenario("beyond", BEYOND).one();
    assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(result.evidence()).isEqualTo(Evidence.EXPLAINED);
    assertThat(result.reason()).contains("no such token");
  }

  @Test
  void aRefusalThatNobodyExplainsHasTheStatusOnly() throws Exception {
    stage.unmanaged.says(asked -> Replies.unauthorized());
    ScenarioResult result = stage.scenario("beyond", BEYOND).one();
    assertThat(result.evidence()).isEqualTo(Evidence.STATUS);
  }

  @Test
  void aSavedValueStandsForItsName() throws Exception {
    stage.scenario(
        "saves",
        """
          - request: {endpoint: managed, as: console}
            expect: {identity: own}
            save: {who: /status/userInfo/username}
          - request: {endpoint: managed, as: console, path: "/users/{who}/{run}"}
            expect: {identity: "{who}"}
        """);
    assertThat(stage.one().verdict()).isEqualTo(Verdict.PASSED);
    assertThat(stage.managed.asked().getLast().path())
        .matches("/users/alice@example\\.com/[0-9a-f]{8}");
  }

  @Test
  void whatIsToBeSavedAndIsNotThereIsAnError() throws Exception {
    stage.scenario(
        "saves",
        """
          - request: {endpoint: managed, as: console}
            expect: {identity: own}
            save: {who: /status/nothing}
        """);
    assertThat(stage.one().verdict()).isEqualTo(Verdict.ERROR);
  }

  @Test
  void theNamespaceIsTheOneThatTheRunMade() throws Exception {
    stage.unmanaged.says(new FakeCluster(Replies.json(201, DENIED)));
    stage
        .administered()
        .scenario(
            "named",
            """
              - request: {endpoint: unmanaged, as: service-account}
                expect: {identity: "system:serviceaccount:{namespace}:{service-account}"}
            """);
    ScenarioResult result = stage.one();
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASSED);
    Asked last = stage.unmanaged.asked().getLast();
    assertThat(last.method()).isEqualTo("DELETE");
    assertThat(last.path()).matches("/api/v1/namespaces/cks-auth-[0-9a-f]{8}");
  }

  @Test
  void aNameInARegularExpressionIsTakenLiterally() throws Exception {
    stage.managed.says(asked -> Replies.review("a+b@example.com"));
    stage.scenario(
        "matches",
        """
          - request: {endpoint: managed, as: console}
            expect: {status: 201}
            save: {who: /status/userInfo/username}
          - request: {endpoint: managed, as: console}
            expect: {identity: {matches: "{who}"}}
        """);
    assertThat(stage.one().verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aLoginIsTheWordTokenWithTheTokenAsItsPassword() throws Exception {
    assertThat(loggedIn().verdict()).isEqualTo(Verdict.PASSED);
    String login = "token:" + Replies.CONSOLE;
    assertThat(stage.managed.asked())
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.login()).isEqualTo("Basic " + base64(login));
          assertThat(asked.token()).isEmpty();
        });
  }

  @Test
  void noResultHoldsATokenInALogin() throws Exception {
    String login = "token:" + Replies.CONSOLE;
    assertThat(loggedIn().toString())
        .contains("Basic ")
        .doesNotContain(Replies.CONSOLE)
        .doesNotContain(base64(login))
        .doesNotContain(base64(Replies.CONSOLE).replace("=", ""));
  }

  /** The endpoint gives back what it was sent. */
  private ScenarioResult loggedIn() throws Exception {
    stage.managed.says(asked -> Replies.json(200, "{\"echo\": \"" + asked.login() + "\"}"));
    return stage
        .scenario(
            "login",
            """
              - request: {endpoint: managed, as: console, headers: {X-Login: "Basic {token-basic}"}}
                expect: {status: 200}
            """)
        .one();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
