package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a review says on the wire, and how its answers are judged. */
final class ReviewStepTest {
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

  private ScenarioResult run(String steps) throws Exception {
    return stage.scenario("one", steps).one();
  }

  private String sent(String steps) throws Exception {
    run(steps);
    return stage.webhook.asked().getFirst().body();
  }

  @Test
  void aPlainReviewIsTheOneOfAnApiServer() throws Exception {
    assertThat(sent("  - {review: {as: valid}, expect: {answer: accepted}}"))
        .isEqualTo(
            "{\"kind\":\"TokenReview\",\"apiVersion\":\"authentication.k8s.io/v1\","
                + "\"metadata\":{},\"spec\":{\"token\":\"good-webhook-token\"},"
                + "\"status\":{\"user\":{}}}\n");
    assertThat(stage.webhook.asked().getFirst().path()).isEqualTo("/authenticate?timeout=30s");
  }

  @Test
  void whatIsGivenIsMergedAndNullTakesAway() throws Exception {
    assertThat(
            sent(
                "  - {review: {as: valid, with: {metadata: null, spec: {more: [1]}, x: {y: z}}},"
                    + " expect: {answer: accepted}}"))
        .isEqualTo(
            "{\"kind\":\"TokenReview\",\"apiVersion\":\"authentication.k8s.io/v1\","
                + "\"spec\":{\"token\":\"good-webhook-token\",\"more\":[1]},"
                + "\"status\":{\"user\":{}},\"x\":{\"y\":\"z\"}}\n");
  }

  @Test
  void aNullIsWrittenWhereItIsSpelt() throws Exception {
    assertThat(
            sent(
                "  - {review: {as: valid, with: {metadata: {creationTimestamp: \"{null}\"}}},"
                    + " expect: {answer: accepted}}"))
        .contains("\"metadata\":{\"creationTimestamp\":null}");
  }

  @Test
  void aTokenIsWrittenIntoListsToo() throws Exception {
    assertThat(
            sent(
                "  - {review: {as: valid, with: {spec: {token: [\"{token}\"]}}},"
                    + " expect: {status: 200}}"))
        .contains("\"token\":[\"good-webhook-token\"]");
  }

  @Test
  void aTokenMayBeWrittenInEscapes() throws Exception {
    ScenarioResult result =
        run("  - {review: {as: valid, text: '\"{token-escaped}\"'}, expect: {status: 200}}");
    assertThat(stage.webhook.asked().getFirst().body()).startsWith("\"\\u0067\\u006f\\u006f");
    assertThat(result.toString()).doesNotContain("\\u0067\\u006f\\u006f");
  }

  @Test
  void halfACharacterIsWrittenAsAnEscape() throws Exception {
    assertThat(sent("  - {review: {token: \"a\\uD800b\\U0001F600\"}, expect: {answer: accepted}}"))
        .contains("\"token\":\"a\\ud800b\uD83D\uDE00\"");
  }

  @Test
  void aTextHasTheAudiencesOfTheReview() throws Exception {
    assertThat(
            sent(
                "  - {review: {as: valid, audiences: [a, b], text: '{audiences}'},"
                    + " expect: {status: 200}}"))
        .isEqualTo("[\"a\",\"b\"]");
  }

  @Test
  void aBodyMayComeInChunks() throws Exception {
    run(
        "  - {review: {as: valid, headers: {Transfer-Encoding: chunked}},"
            + " expect: {answer: accepted}}");
    assertThat(stage.webhook.asked().getFirst().header("transfer-encoding")).isEqualTo("chunked");
    assertThat(stage.webhook.asked().getFirst().header("content-length")).isEmpty();
    assertThat(stage.webhook.asked().getFirst().body()).startsWith("{\"kind\"").endsWith("}}\n");
  }

  @Test
  void aPlainReviewHasTheHeadersOfAnApiServer() throws Exception {
    run("  - {review: {as: valid}, expect: {answer: accepted}}");
    Scripted.Asked asked = stage.webhook.asked().getFirst();
    assertThat(asked.header("content-type")).isEqualTo("application/json");
    assertThat(asked.header("accept")).isEqualTo("application/json, */*");
    assertThat(asked.header("accept-encoding")).isEqualTo("gzip");
  }

  @Test
  void aTextIsTheWholeBody() throws Exception {
    assertThat(sent("  - {review: {as: valid, text: \"<{review}>\"}, expect: {answer: accepted}}"))
        .startsWith("<{\"kind\"")
        .endsWith("}>");
  }

  @Test
  void aTokenIsWrittenAsOftenAsSaid() throws Exception {
    assertThat(sent("  - {review: {token: ab, times: 3}, expect: {answer: accepted}}"))
        .contains("\"token\":\"ababab\"");
  }

  @Test
  void aTokenMayBeMadeOfAnother() throws Exception {
    assertThat(sent("  - {review: {as: valid, token: \"x {token}\"}, expect: {answer: accepted}}"))
        .contains("\"token\":\"x good-webhook-token\"");
  }

  @Test
  void pathAndMethodAreThoseOfTheStep() throws Exception {
    run("  - {review: {as: valid, method: PUT, path: \"{path}/x?y=z\"}, expect: {status: 200}}");
    assertThat(stage.webhook.asked().getFirst().method()).isEqualTo("PUT");
    assertThat(stage.webhook.asked().getFirst().path()).isEqualTo("/authenticate/x?y=z");
  }

  @Test
  void rawLinesAreSentAsTheyStand() throws Exception {
    ScenarioResult result =
        run(
            """
              - review:
                  as: valid
                  raw:
                    - "POST {path}?q HTTP/1.1"
                    - "Host: {host}"
                    - "Content-Length: {length}"
                    - ""
                    - "{review}"
                expect: {answer: accepted}
            """);
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASSED);
    assertThat(stage.webhook.asked().getFirst().path()).isEqualTo("/authenticate?q");
  }

  @Test
  void aUserWithOtherGroupsIsNotTheOneOfTheFile() throws Exception {
    stage.webhook.says(asked ->
        WebhookStage.answer(
            "{\"authenticated\": true, \"user\": {\"username\": \"alice\","
                + " \"groups\": [\"dev\", \"ops\"]}}"));
    ScenarioResult result = run("  - {review: {as: valid}, expect: {identity: own}}");
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason())
        .contains("expected user alice, groups [dev]", "accepted as user alice, groups [dev, ops]");
  }

  @Test
  void theUserOfTheFileIsMet() throws Exception {
    assertThat(run("  - {review: {as: valid}, expect: {identity: own}}").verdict())
        .isEqualTo(Verdict.PASSED);
  }

  @Test
  void aConnectionThatIsCutIsNoAnswerWhereNoneIsDemanded() throws Exception {
    stage.webhook.says(
        asked -> asked.method().equals("PUT") ? Replies.cut() : WebhookStage.honest(asked));
    ScenarioResult result =
        run(
            WebhookStage.CONTROL
                + "  - {review: {as: valid, method: PUT}, expect: {answer:"
                + " anything-but-accepted}}\n");
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aConnectionThatIsCutInsteadOfADenialIsAnError() throws Exception {
    stage.webhook.says(asked ->
        asked.body().contains(WebhookStage.VALID) ? WebhookStage.honest(asked) : Replies.cut());
    ScenarioResult result =
        run(WebhookStage.CONTROL + "  - {review: {as: unknown}, expect: {answer: not-accepted}}\n");
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reruns()).isEqualTo(2);
  }

  @Test
  void aConnectionThatIsCutEachTimeInsteadOfAnAcceptanceIsAFailure() throws Exception {
    stage.webhook.says(
        asked -> asked.body().contains("later") ? Replies.cut() : WebhookStage.honest(asked));
    ScenarioResult result =
        run(
            WebhookStage.CONTROL
                + "  - {review: {as: valid, with: {later: 1}}, expect: {answer: accepted}}\n");
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason())
        .isEqualTo(
            "expected an answer, got none in 3 goes: the connection was closed before an answer");
  }

  @Test
  void aConnectionThatIsCutOnceInsteadOfAnAcceptanceIsNoFailure() throws Exception {
    AtomicBoolean cut = new AtomicBoolean();
    stage.webhook.says(asked ->
        asked.body().contains("later") && !cut.getAndSet(true)
            ? Replies.cut()
            : WebhookStage.honest(asked));
    ScenarioResult result =
        run(
            WebhookStage.CONTROL
                + "  - {review: {as: valid, with: {later: 1}}, expect: {answer: accepted}}\n");
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASSED);
    assertThat(result.reruns()).isEqualTo(1);
  }

  /** An API server's client takes a new connection where a kept one was closed. */
  @Test
  void aSecondGoKeepsNoConnection() throws Exception {
    AtomicBoolean second = new AtomicBoolean();
    stage.webhook.says(asked -> {
      boolean first = asked.body().contains("b-token") && !second.getAndSet(true);
      return first ? Replies.cut() : WebhookStage.honest(asked);
    });
    ScenarioResult result =
        run(
            WebhookStage.CONTROL
                + "  - {review: {token: b-token}, expect: {answer: not-accepted}}\n");
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASSED);
    assertThat(stage.webhook.connections()).isGreaterThan(2);
  }

  @Test
  void whoIsSilentAfterAPassedControlHasFailed() throws Exception {
    AtomicBoolean dead = new AtomicBoolean();
    stage.webhook.says(asked -> {
      if (asked.method().equals("PUT")) {
        dead.set(true);
      }
      return dead.get() ? Replies.cut() : WebhookStage.honest(asked);
    });
    ScenarioResult result =
        run(
            WebhookStage.CONTROL
                + """
                  - review: {as: valid, method: PUT}
                    expect: {answer: anything-but-accepted}
                  - title: it still answers
                    await: {review: {as: valid}, within: 1s}
                    expect: {answer: accepted}
                """);
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason()).contains("the webhook goes on answering");
  }

  @Test
  void aMadeTokenIsNobodys() throws Exception {
    String body =
        sent(
            """
              - issue: {name: foreign, make: service-account-jwt}
              - {review: {as: foreign}, expect: {answer: accepted}}
            """);
    assertThat(body).containsPattern("\"token\":\"[\\w-]+\\.[\\w-]+\\.[\\w-]+\"");
  }

  @Test
  void anotherUserIsNotTestedWhereThereIsNone() throws Exception {
    assertThat(run("  - {review: {as: another-user}, expect: {answer: accepted}}").verdict())
        .isEqualTo(Verdict.NOT_TESTED);
  }
}
