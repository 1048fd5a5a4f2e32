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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks of what a webhook does under many, strange and hasty clients. */
final class RobustnessChecksTest {
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

  private ScenarioResult check(String name, String as) throws Exception {
    return stage
        .scenario(
            "check",
            WebhookStage.CONTROL + "  - check: {name: %s, with: {as: %s}}\n".formatted(name, as))
        .one();
  }

  private static boolean known(Scripted.Asked asked) {
    return asked.body().contains("\"token\":\"" + WebhookStage.VALID + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aborted",
        "again-and-again",
        "half-sent",
        "many-at-once",
        "pipelined",
        "reused-connection"
      })
  void anHonestWebhookPasses(String name) throws Exception {
    ScenarioResult result = check(name, "valid");
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void whoForgetsAUserAfterClientsThatWentIsCaught() throws Exception {
    // The control and the check's own first review are answered rightly.
    AtomicInteger reviews = new AtomicInteger();
    stage.webhook.says(asked ->
        known(asked) && reviews.incrementAndGet() > 2
            ? WebhookStage.answer("{\"authenticated\": false}")
            : WebhookStage.honest(asked));
    ScenarioResult result = check("aborted", "valid");
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void whoAnswersOtherwiseNowAndThenIsCaught() throws Exception {
    AtomicInteger reviews = new AtomicInteger();
    stage.webhook.says(asked ->
        reviews.incrementAndGet() % 7 == 0
            ? WebhookStage.accepted("mallory")
            : WebhookStage.honest(asked));
    ScenarioResult result = check("again-and-again", "valid");
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason()).contains("alice", "mallory");
  }

  @Test
  void whoNamesAStrangerInAHurryIsCaught() throws Exception {
    AtomicInteger strangers = new AtomicInteger();
    stage.webhook.says(asked ->
        !known(asked) && strangers.incrementAndGet() > 20
            ? WebhookStage.accepted("alice")
            : WebhookStage.honest(asked));
    ScenarioResult result = check("many-at-once", "valid");
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason()).contains("an unknown token: accepted");
  }

  @Test
  void whoTakesTheNextOneForTheLastIsCaught() throws Exception {
    AtomicInteger named = new AtomicInteger();
    stage.webhook.says(asked -> {
      if (known(asked)) {
        named.incrementAndGet();
      }
      return named.get() > 0 ? WebhookStage.accepted("alice") : WebhookStage.honest(asked);
    });
    ScenarioResult result = check("reused-connection", "valid");
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.FAILED);
  }
}
