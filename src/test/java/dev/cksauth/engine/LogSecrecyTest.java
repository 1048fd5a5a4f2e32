package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which logs give a token away, and which prove nothing. */
final class LogSecrecyTest {
  private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]*)\"");
  private static final String FILE = "log: {file: webhook.log}";

  @TempDir private Path directory;
  private WebhookStage stage;
  private Path log;

  @BeforeEach
  void set() throws Exception {
    stage = new WebhookStage(directory);
    log = directory.resolve("webhook.log");
    Files.writeString(log, "started\n");
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private static String token(Scripted.Asked asked) {
    Matcher found = TOKEN.matcher(asked.body());
    return found.find() ? found.group(1) : "";
  }

  private void write(String text, StandardOpenOption how) {
    try {
      Files.writeString(log, text, StandardOpenOption.WRITE, how);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The verdict on a webhook that writes a line of the token of each review. */
  private ScenarioResult logging(String source, UnaryOperator<String> line) throws Exception {
    stage.webhook.says(asked -> {
      String written = line.apply(token(asked));
      if (!written.isEmpty()) {
        write(written + "\n", StandardOpenOption.APPEND);
      }
      return WebhookStage.honest(asked);
    });
    return looking(source);
  }

  private ScenarioResult looking(String source) throws Exception {
    return stage
        .with(source)
        .scenario(
            "one",
            """
              - title: nothing of a token is in the log
                check: {name: log-holds-no-token, with: {as: valid}}
            """)
        .one();
  }

  @Test
  void aLogOfDecisionsPasses() throws Exception {
    ScenarioResult result = logging(FILE, token -> "a review was answered");
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASSED);
    assertThat(result.reason()).contains("5 lines were written, with nothing of a token");
  }

  @Test
  void aLogOfTokensFails() throws Exception {
    ScenarioResult result = logging(FILE, token -> "token=" + token);
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"good-webhook-token", "eyJ", "canary"})
  void oneKindOfTokenInTheLogFails(String beginning) throws Exception {
    ScenarioResult result =
        logging(FILE, token -> token.startsWith(beginning) ? "denied: " + token : "answered");
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void anExpiredTokenInTheLogFailsWhereOneIsGiven() throws Exception {
    stage.with("  - {name: old, kind: expired, token: once-good-webhook-token}");
    ScenarioResult result =
        logging(FILE, token -> token.startsWith("once") ? "expired: " + token : "answered");
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void aBodyThatIsLoggedBecauseItDoesNotParseFails() throws Exception {
    stage.webhook.says(asked -> {
      boolean half = !asked.body().strip().endsWith("}");
      write(half ? asked.body() + "\n" : "answered\n", StandardOpenOption.APPEND);
      return half ? Replies.gateway(400) : WebhookStage.honest(asked);
    });
    assertThat(looking(FILE).verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void aSilentLogProvesNothing() throws Exception {
    ScenarioResult result = logging(FILE, token -> "");
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(result.reason()).contains("nothing was written to the log");
  }

  @Test
  void whatWasWrittenBeforeDoesNotCount() throws Exception {
    write(WebhookStage.VALID, StandardOpenOption.APPEND);
    assertThat(logging(FILE, token -> "answered").verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aLogThatBeginsAnewIsReadFromItsBeginning() throws Exception {
    write("x".repeat(4096), StandardOpenOption.APPEND);
    stage.webhook.says(asked -> {
      write("token=" + token(asked) + "\n", StandardOpenOption.TRUNCATE_EXISTING);
      return WebhookStage.honest(asked);
    });
    assertThat(looking(FILE).verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void aCommandThatShowsTheLastLinesIsReadWhole() throws Exception {
    write("old\n".repeat(20), StandardOpenOption.APPEND);
    ScenarioResult result =
        logging("log: {exec: [tail, -n, '6', webhook.log]}", token -> "token=" + token);
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void aLogThatCannotBeReadIsAnError() throws Exception {
    ScenarioResult result = logging("log: {exec: ['false']}", token -> "answered");
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
  }

  @Test
  void aWebhookThatAcceptsNothingProvesNothing() throws Exception {
    stage.webhook.says(asked -> Replies.gateway(503));
    assertThat(looking(FILE).verdict()).isEqualTo(Verdict.ERROR);
  }
}
