package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Matcher;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.result.ExchangeRecord;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Steps whose requests are written line by line. */
final class RawStepTest {
  private static final String RAW =
      """
        - title: as written
          request:
            endpoint: managed
            as: %s
            raw:
              - GET /a/{run} HTTP/1.1
              - "Host: {host}"
              - "X-Encoded: {token-base64url}"
              - "Authorization: Bearer {token}"
          expect: {%s}
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

  private static ExchangeRecord exchange(ScenarioResult result) {
    return Objects.requireNonNull(result.steps().getLast().exchange());
  }

  @Test
  void theLinesAreSentWithTheirNamesFilledIn() throws Exception {
    ScenarioResult result = stage.scenario("raw", RAW.formatted("console", "identity: own")).one();
    assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(stage.managed.asked())
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.method()).isEqualTo("GET");
          assertThat(asked.path()).matches("/a/[0-9a-f]+");
          assertThat(asked.token()).isEqualTo(Replies.CONSOLE);
        });
    assertThat(exchange(result).request().lines())
        .contains("Host: managed.example.test", "")
        .noneMatch(line -> line.contains(Replies.CONSOLE));
  }

  @Test
  void statusBodyAndHeadersAreJudgedAsElsewhere() throws Exception {
    String expect =
        "status: 201, body: {/kind: SelfSubjectReview}, headers: {content-type: application/json}";
    assertThat(stage.scenario("raw", RAW.formatted("console", expect)).one().verdict())
        .isEqualTo(Verdict.PASSED);
  }

  @Test
  void anonymousIsWhatIsAnsweredAlikeWithoutTheLinesOfTheToken() throws Exception {
    stage.managed.says(asked -> Replies.json(200, "{\"kind\": \"Something\"}"));
    ScenarioResult result =
        stage.scenario("raw", RAW.formatted("console", "identity: anonymous")).one();
    assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(stage.managed.asked()).extracting(Scripted.Asked::token).contains("");
  }

  @Test
  void aTokenInTheRequestLineCannotBeTakenAway() throws Exception {
    stage.managed.says(asked -> Replies.json(200, "{\"kind\": \"Something\"}"));
    ScenarioResult result =
        stage
            .scenario(
                "raw",
                RAW.replace("/a/{run}", "/a?token={token}")
                    .formatted("console", "identity: anonymous"))
            .one();
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(stage.managed.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"none, UNMET", "anonymous, UNMET", "own, UNKNOWN", "somebody, UNKNOWN"})
  void whoIsLetInUnnamedIsSomebody(String wanted, Judged.Kind kind) {
    IdentityJudge judge =
        new IdentityJudge(
            Matcher.of(JsonNodeFactory.instance.stringNode(wanted)),
            new Presented(
                "console",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true),
            name -> name,
            true,
            () -> true);
    Judged judged = judge.judge(101, new IdentityAnswer.LetIn("upgraded"));
    assertThat(judged.kind()).isEqualTo(kind);
    assertThat(List.of(judged.actual())).containsExactly("HTTP 101, upgraded");
  }
}
