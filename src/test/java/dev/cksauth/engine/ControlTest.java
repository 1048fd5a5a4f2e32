package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.engine.Scripted.Reply;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Controls, levels, reruns: what becomes of a scenario besides its answers. */
final class ControlTest {
  private static final String AS_KUBERNETES =
      """
        - request: {endpoint: managed, as: unknown}
          expect: {status: 401, body: {/kind: Status}}
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

  private ScenarioResult atLevel(String level) throws Exception {
    stage.managed.says(asked -> Replies.review(Replies.ALICE));
    return stage.scenario("rejects", level, "", Stage.CONTROL + Stage.REJECTION).one();
  }

  @Test
  void anUnmetMustIsFailed() throws Exception {
    assertThat(atLevel("MUST").verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void anUnmetShouldIsAWarning() throws Exception {
    assertThat(atLevel("SHOULD").verdict()).isEqualTo(Verdict.WARNING);
  }

  @Test
  void anUnmetMayIsANote() throws Exception {
    assertThat(atLevel("MAY").verdict()).isEqualTo(Verdict.NOTE);
  }

  @Test
  void whatAssertsNothingIsAnError() throws Exception {
    stage.scenario("idle", Stage.CONTROL + "  - request: {endpoint: managed, as: unknown}\n");
    ScenarioResult result = stage.one();
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason()).isEqualTo("the scenario asserted nothing");
  }

  static Stream<Reply> badForControls() {
    return Stream.of(
        Replies.unauthorized(), Replies.review("bob@example.com"), Replies.gateway(404));
  }

  @ParameterizedTest
  @MethodSource("badForControls")
  void aControlThatFailsIsAnError(Reply reply) throws Exception {
    stage.managed.says(asked -> reply);
    ScenarioResult result = stage.scenario("rejects", Stage.CONTROL + Stage.REJECTION).one();
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(stage.managed.asked()).hasSize(1);
  }

  private void diesAfter(int answers) {
    AtomicInteger count = new AtomicInteger();
    stage.managed.says(asked ->
        count.incrementAndGet() > answers ? Replies.unauthorized() : Replies.review(Replies.ALICE));
  }

  @Test
  void aControlThatFailsAfterTheRejectionIsAnError() throws Exception {
    diesAfter(1);
    ScenarioResult result = stage.scenario("rejects", Stage.CONTROL + Stage.REJECTION).one();
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason()).startsWith("the control failed");
    assertThat(result.steps().getLast().title()).startsWith("once more: ");
  }

  @Test
  void aRefusalByStatusAloneHasItsControlRepeatedToo() throws Exception {
    diesAfter(1);
    stage.scenario("refuses", "SHOULD", "", Stage.CONTROL + AS_KUBERNETES);
    assertThat(stage.one().verdict()).isEqualTo(Verdict.ERROR);
  }

  private void firstSays(int times, Reply reply) {
    AtomicInteger count = new AtomicInteger();
    stage.managed.says(asked ->
        count.incrementAndGet() <= times
            ? reply
            : Replies.knowing(Replies.unauthorized()).answer(asked));
  }

  static Stream<Reply> passing() {
    return Stream.of(
        Replies.gateway(429), Replies.gateway(502), Replies.gateway(503), Replies.gateway(504));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void aBusyGatewayHasTheScenarioRunAgain(Reply reply) throws Exception {
    firstSays(1, reply);
    ScenarioResult result = stage.scenario("rejects", Stage.CONTROL + Stage.REJECTION).one();
    assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(result.reruns()).isEqualTo(1);
    assertThat(stage.managed.asked()).hasSize(4);
  }

  @Test
  void aBrokenConnectionHasTheScenarioRunAgain() throws Exception {
    firstSays(2, Replies.cut());
    ScenarioResult result = stage.scenario("accepts", Stage.ACCEPTANCE).one();
    assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(result.reruns()).isEqualTo(2);
  }

  @Test
  void aScenarioIsRunAgainTwiceAtMost() throws Exception {
    stage.managed.says(asked -> Replies.gateway(503));
    ScenarioResult result = stage.scenario("accepts", Stage.ACCEPTANCE).one();
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reruns()).isEqualTo(2);
    assertThat(stage.managed.asked()).hasSize(3);
  }

  @Test
  void aBusyGatewayIsNoUnmetBody() throws Exception {
    stage.managed.says(Replies.knowing(Replies.gateway(503)));
    ScenarioResult result =
        stage.scenario("refuses", "SHOULD", "", Stage.CONTROL + AS_KUBERNETES).one();
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reruns()).isEqualTo(2);
  }

  @Test
  void aBusyGatewayThatIsExpectedIsMet() throws Exception {
    stage.managed.says(asked -> Replies.gateway(503));
    stage.scenario("busy", "  - request: {endpoint: managed}\n    expect: {status: [429, 503]}\n");
    assertThat(stage.one().verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void afterAFailedAssertionNothingIsRunAgain() throws Exception {
    AtomicInteger count = new AtomicInteger();
    stage.managed.says(asked ->
        count.incrementAndGet() > 2 ? Replies.gateway(503) : Replies.review(Replies.ALICE));
    ScenarioResult result = stage.scenario("rejects", Stage.CONTROL + Stage.REJECTION).one();
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reruns()).isZero();
    assertThat(stage.managed.asked()).hasSize(2);
  }
}
