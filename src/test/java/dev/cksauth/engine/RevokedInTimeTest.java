package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a token that is withdrawn, as the webhook's owner says how. */
final class RevokedInTimeTest {
  @TempDir private Path directory;
  private WebhookStage stage;

  @BeforeEach
  void set() throws Exception {
    stage = new WebhookStage(directory);
    Files.writeString(directory.resolve("revoked"), "");
    Files.writeString(directory.resolve("issue.sh"), "echo \"token-$$-of-$1\"\n");
    Files.writeString(directory.resolve("revoke.sh"), "echo \"$2 $3 $(cat \"$1\")\" >> revoked\n");
    stage.with(
        """
        revocationWithin: 1s
        actions:
          issue: {exec: [sh, issue.sh, "{name}"]}
          revoke: {exec: [sh, revoke.sh, "{token-file}", "{name}", "{kind}"]}
        """);
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private String revoked() {
    try {
      return Files.readString(directory.resolve("revoked"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private boolean good(Scripted.Asked asked) {
    return asked.body().contains("-of-alice")
        && revoked()
            .lines()
            .noneMatch(line ->
                asked.body().contains("\"" + line.substring(line.lastIndexOf(' ') + 1) + "\""));
  }

  private static Scripted.Reply denied() {
    return WebhookStage.answer("{\"authenticated\": false}");
  }

  private ScenarioResult looking() throws Exception {
    return stage
        .scenario(
            "one",
            """
              - title: a token that is withdrawn is not accepted
                check: {name: revoked-in-time, with: {as: valid}}
            """)
        .one();
  }

  @Test
  void whoForgetsTheTokenPasses() throws Exception {
    stage.webhook.says(asked -> good(asked) ? WebhookStage.accepted("alice") : denied());
    ScenarioResult result = looking();
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void theActionIsToldWhoseTokenItIs() throws Exception {
    stage.webhook.says(asked -> good(asked) ? WebhookStage.accepted("alice") : denied());
    looking();
    assertThat(revoked()).startsWith("alice valid token-");
  }

  @Test
  void whoGoesOnAcceptingTheTokenFails() throws Exception {
    stage.webhook.says(
        asked -> asked.body().contains("-of-alice") ? WebhookStage.accepted("alice") : denied());
    ScenarioResult result = looking();
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason()).contains("not accepted within 1.0 s of its withdrawal");
  }

  @Test
  void whoIsDownAfterwardsProvesNothing() throws Exception {
    stage.webhook.says(
        asked -> revoked().isEmpty() ? WebhookStage.accepted("alice") : Replies.gateway(500));
    assertThat(looking().verdict()).isEqualTo(Verdict.ERROR);
  }

  @Test
  void whoDeniesEverythingAfterwardsProvesNothing() throws Exception {
    stage.webhook.says(asked -> revoked().isEmpty() ? WebhookStage.accepted("alice") : denied());
    ScenarioResult result = looking();
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason()).contains("the control failed");
  }
}
