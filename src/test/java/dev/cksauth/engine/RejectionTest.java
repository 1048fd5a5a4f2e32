package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.engine.Scripted.Reply;
import dev.cksauth.result.Evidence;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an answer to a bad credential means. */
final class RejectionTest {
  private static final String NONE_OR_ANONYMOUS =
      Stage.REJECTION.replace("identity: none", "identity: [none, anonymous]");

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

  /** The console token is good; all else gets this. */
  private ScenarioResult rejecting(String steps, Reply reply) throws Exception {
    stage.managed.says(Replies.knowing(reply));
    return stage.scenario("rejects", Stage.CONTROL + steps).one();
  }

  @Test
  void aRefusalMeetsNone() throws Exception {
    ScenarioResult result = rejecting(Stage.REJECTION, Replies.unauthorized());
    assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(result.evidence()).isEqualTo(Evidence.STATUS);
  }

  @Test
  void theControlIsRepeatedAfterTheRejection() throws Exception {
    rejecting(Stage.REJECTION, Replies.unauthorized());
    assertThat(stage.managed.asked()).hasSize(3);
    assertThat(stage.managed.asked().getLast().token()).isEqualTo(Replies.CONSOLE);
  }

  static Stream<Reply> establishing() {
    return Stream.of(
        Replies.review("bob@example.com"),
        Replies.review(""),
        Replies.forbidden("bob@example.com"),
        Replies.review("none"),
        Replies.review("system:anonymous"),
        Replies.forbidden("system:anonymous"));
  }

  @ParameterizedTest
  @MethodSource("establishing")
  void whoeverIsNamedFailsNone(Reply reply) throws Exception {
    assertThat(rejecting(Stage.REJECTION, reply).verdict()).isEqualTo(Verdict.FAILED);
  }

  static Stream<Reply> undetermined() {
    return Stream.of(
        Replies.gateway(404),
        Replies.gateway(200),
        Replies.gateway(302),
        Replies.gateway(500),
        Replies.json(200, "{\"kind\": \"Status\"}"),
        Replies.json(200, "{"));
  }

  @ParameterizedTest
  @MethodSource("undetermined")
  void whatSaysNothingAboutIdentityIsAnError(Reply reply) throws Exception {
    ScenarioResult result = rejecting(Stage.REJECTION, reply);
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason()).isNotEmpty();
    assertThat(result.reruns()).isZero();
  }

  @Test
  void anEndpointThatHangsIsAnError() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    stage.managed.says(asked -> {
      if (!asked.token().equals(Replies.CONSOLE)) {
        never.await();
      }
      return Replies.review(Replies.ALICE);
    });
    stage.scenario("rejects", Stage.CONTROL + Stage.REJECTION);
    ScenarioResult result =
        stage.one(new RunOptions(1, false, 0.05, Set.of(), List.of(), List.of()));
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
  }

  @Test
  void aGatewaysForbiddenMeetsNoneWhereTheControlPassed() throws Exception {
    assertThat(rejecting(Stage.REJECTION, Replies.gateway(403)).verdict())
        .isEqualTo(Verdict.PASSED);
  }

  @Test
  void aGatewaysForbiddenIsAnErrorWhereTheControlPassedElsewhere() throws Exception {
    stage.unmanaged.says(asked -> Replies.gateway(403));
    stage.scenario("rejects", Stage.CONTROL + Stage.REJECTION.replace("managed", "unmanaged"));
    assertThat(stage.one().verdict()).isEqualTo(Verdict.ERROR);
  }

  @ParameterizedTest
  @MethodSource("anonymous")
  void beingTakenForAnonymousMeetsNoneOrAnonymous(Reply reply) throws Exception {
    assertThat(rejecting(NONE_OR_ANONYMOUS, reply).verdict()).isEqualTo(Verdict.PASSED);
  }

  static Stream<Reply> anonymous() {
    return Stream.of(
        Replies.review("system:anonymous"),
        Replies.forbidden("system:anonymous"),
        Replies.unauthorized());
  }

  @Test
  void theSameAnswerAsWithoutTheCredentialMeetsNoneOrAnonymous() throws Exception {
    String version = NONE_OR_ANONYMOUS.replace("as: unknown", "as: unknown, path: /version");
    assertThat(rejecting(version, Replies.json(200, "{\"major\": \"1\"}")).verdict())
        .isEqualTo(Verdict.PASSED);
    assertThat(stage.managed.asked()).anyMatch(asked -> asked.token().isEmpty());
  }

  @Test
  void anotherAnswerThanWithoutTheCredentialIsAnError() throws Exception {
    AtomicInteger count = new AtomicInteger();
    stage.managed.says(asked ->
        asked.token().equals(Replies.CONSOLE)
            ? Replies.review(Replies.ALICE)
            : Replies.json(200, "{\"n\": " + count.incrementAndGet() + "}"));
    stage.scenario("rejects", Stage.CONTROL + NONE_OR_ANONYMOUS);
    assertThat(stage.one().verdict()).isEqualTo(Verdict.ERROR);
  }

  /** Broken with and without a credential is broken, not anonymous. */
  @ParameterizedTest
  @MethodSource("broken")
  void anEndpointThatIsBrokenForEverybodyTakesNobodyForAnonymous(Reply reply) throws Exception {
    assertThat(rejecting(NONE_OR_ANONYMOUS, reply).verdict()).isEqualTo(Verdict.ERROR);
  }

  static Stream<Reply> broken() {
    return Stream.of(Replies.gateway(404), Replies.gateway(302), Replies.gateway(500));
  }
}
