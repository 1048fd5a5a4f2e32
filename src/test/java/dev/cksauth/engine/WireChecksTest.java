package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that send requests of their own making, and what they do not accuse. */
final class WireChecksTest {
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

  private ScenarioResult check(String name, String more) throws Exception {
    return stage
        .scenario(
            "check",
            Stage.CONTROL
                + "  - check: {name: %s, with: {endpoint: managed, as: console%s}}\n"
                    .formatted(name, more))
        .one();
  }

  @Test
  void aConnectionThatLendsNothingPasses() throws Exception {
    assertThat(check("judges-each-request-alone", "").verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void whoServesAnybodyLendsNothing() throws Exception {
    stage.managed.says(Replies.knowing(Replies.review("system:anonymous")));
    assertThat(check("judges-each-request-alone", "").verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void theNextOneIsTakenForAnother() throws Exception {
    stage.managed.says(Replies.knowing(Replies.review(Replies.ALICE)));
    ScenarioResult result = check("judges-each-request-alone", "");
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason()).contains("without a credential: user " + Replies.ALICE);
  }

  @Test
  void aBusyGatewayIsNoFault() throws Exception {
    stage.managed.says(Replies.knowing(Replies.gateway(503)));
    ScenarioResult result = check("judges-each-request-alone", "");
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reruns()).isEqualTo(2);
  }

  @Test
  void whoMayNotReadCannotWatch() throws Exception {
    stage.administered();
    stage.unmanaged.says(new FakeCluster(Replies.unauthorized()));
    stage.managed.says(asked ->
        asked.path().contains("/configmaps")
            ? Replies.forbidden(Replies.ALICE)
            : Replies.review(Replies.ALICE));
    ScenarioResult result = check("streams-watches", "");
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(result.reason()).contains("may not read ConfigMaps");
  }

  @Test
  void withoutAnAdministratorNothingIsWatchedFor() throws Exception {
    assertThat(check("streams-watches", "").verdict()).isEqualTo(Verdict.NOT_TESTED);
  }

  @Test
  void anEndpointWithoutHttp2SplitsNoHeader() throws Exception {
    ScenarioResult result = check("rejects-split-header", ", place: value");
    assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(result.reason()).isEqualTo("no HTTP/2 is spoken here");
  }

  @Test
  void whatComesNextIsSpoilt() throws Exception {
    AtomicInteger reviews = new AtomicInteger();
    stage.managed.says(asked ->
        asked.token().equals(Replies.CONSOLE)
            ? reviews.incrementAndGet() > 4
                ? Replies.json(404, "{}")
                : Replies.review(Replies.ALICE)
            : Replies.unauthorized());
    ScenarioResult result = check("rejects-ambiguous-framing", ", form: two-content-lengths");
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason()).contains("status 404");
  }

  @Test
  void aLoginPageForAnybodyIsAnotherScenariosFault() throws Exception {
    stage.managed.says(Replies.knowing(Replies.gateway(200)));
    assertThat(check("rejects-ambiguous-framing", ", form: two-content-lengths").verdict())
        .isEqualTo(Verdict.PASSED);
  }

  @Test
  void anUnknownFormIsAnError() throws Exception {
    assertThat(check("rejects-ambiguous-framing", ", form: other").verdict())
        .isEqualTo(Verdict.ERROR);
  }
}
