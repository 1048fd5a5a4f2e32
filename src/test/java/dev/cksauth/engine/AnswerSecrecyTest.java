package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers give a token away. */
final class AnswerSecrecyTest {
  private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

  @TempDir private Path directory;
  private WebhookStage stage;

  @BeforeEach
  void set() throws Exception {
    stage = new WebhookStage(directory);
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private static String token(Scripted.Asked asked) {
    Matcher found = TOKEN.matcher(asked.body());
    return found.find() ? found.group(1) : "";
  }

  private ScenarioResult looking(String as, String way) throws Exception {
    return stage
        .scenario(
            "one",
            """
              - title: nothing of the token is shown
                check: {name: answer-holds-no-token, with: {as: %s, way: %s}}
            """
                .formatted(as, way))
        .one();
  }

  private ScenarioResult denying(String error) throws Exception {
    stage.webhook.says(asked ->
        WebhookStage.answer(
            "{\"authenticated\": false, \"error\": \"%s\"}"
                .formatted(error.replace("TOKEN", token(asked)))));
    return looking("unknown", "plain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "jwt", "not-json", "another-version", "another-type", "another-method"})
  void anAnswerWithoutTheTokenPasses(String way) throws Exception {
    assertThat(looking("unknown", way).verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void theTokenInAnErrorFails() throws Exception {
    ScenarioResult result = denying("no such token: TOKEN");
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason()).endsWith("got the token");
  }

  @Test
  void whatTheReportShowsOfALeakIsNoToken() throws Exception {
    ScenarioResult result = denying("no such token: TOKEN");
    assertThat(result.toString()).doesNotContain(token(stage.webhook.asked().getFirst()));
  }

  @Test
  void aLongPartOfTheTokenInAnErrorFails() throws Exception {
    stage.webhook.says(asked ->
        WebhookStage.answer(
            "{\"authenticated\": false, \"error\": \"%s...\"}"
                .formatted(token(asked).substring(0, 20))));
    assertThat(looking("unknown", "plain").reason()).contains("the beginning of the token");
  }

  @Test
  void anEncodedTokenInTheUserFails() throws Exception {
    stage.webhook.says(asked ->
        WebhookStage.accepted(
            Base64.getEncoder().encodeToString(token(asked).getBytes(StandardCharsets.UTF_8))));
    assertThat(looking("valid", "plain").verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void theTokenInAHeaderFails() throws Exception {
    stage.webhook.says(asked ->
        new Scripted.Reply(
            200, "application/json; for=" + token(asked), WebhookStage.honest(asked).body()));
    assertThat(looking("valid", "plain").verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void aBadRequestThatIsQuotedFails() throws Exception {
    stage.webhook.says(
        asked -> new Scripted.Reply(400, "text/plain", "cannot be read: " + asked.body()));
    assertThat(looking("unknown", "not-json").verdict()).isEqualTo(Verdict.FAILED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"kind\": \"TokenReview\", ", ""})
  void theRequestsSpecMayBeRepeated(String kind) throws Exception {
    stage.webhook.says(asked ->
        Replies.json(
            200,
            """
            {%s"apiVersion": "authentication.k8s.io/v1", "spec": {"token": "%s"},
             "status": {"authenticated": true, "user": {"username": "alice"}}}
            """
                .formatted(kind, token(asked))));
    assertThat(looking("valid", "plain").verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void whoQuotesThePathShowsNothing() throws Exception {
    stage.webhook.says(
        asked -> new Scripted.Reply(404, "text/plain", "no such path: " + asked.path()));
    assertThat(looking("unknown", "another-path").verdict()).isEqualTo(Verdict.PASSED);
    assertThat(stage.webhook.asked().getFirst().path()).isEqualTo("/authenticate/no-such-path");
  }

  @Test
  void whoClosesTheConnectionUponAnOddRequestShowsNothing() throws Exception {
    stage.webhook.says(asked -> Replies.cut());
    assertThat(looking("unknown", "not-json").verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void whoClosesTheConnectionUponAReviewProvesNothing() throws Exception {
    stage.webhook.says(asked -> Replies.cut());
    assertThat(looking("valid", "plain").verdict()).isEqualTo(Verdict.ERROR);
  }
}
