package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
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

/** Who connects to where a token says is seen. */
final class FollowsNoTokenTest {
  private static final Pattern JWT =
      Pattern.compile("\"token\":\"([\\w-]+)\\.([\\w-]+)\\.[\\w-]+\"");
  private static final Pattern ADDRESS = Pattern.compile("\"(https://127[^\"]+)\"");

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

  private ScenarioResult looking(String by) throws Exception {
    return stage
        .scenario(
            "one",
            """
              - title: nobody connects to where the token says
                check: {name: follows-no-token, with: {as: valid, by: %s}}
            """
                .formatted(by))
        .one();
  }

  /** Connects to the first address that a part of a token names. */
  private static void follow(Scripted.Asked asked, int part) {
    Matcher token = JWT.matcher(asked.body());
    assertThat(token.find()).isTrue();
    String json =
        new String(Base64.getUrlDecoder().decode(token.group(part)), StandardCharsets.UTF_8);
    Matcher address = ADDRESS.matcher(json.replace("\\/", "/"));
    if (address.find()) {
      URI named = URI.create(address.group(1));
      try (Socket socket = new Socket(named.getHost(), named.getPort())) {
        assertThat(socket.isConnected()).isTrue();
      } catch (IOException refused) {
        throw new UncheckedIOException(refused);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"issuer", "key-url"})
  void whoDeniesTheTokenByItselfPasses(String by) throws Exception {
    ScenarioResult result = looking(by);
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void whoLooksForTheKeysOfAnyIssuerFails() throws Exception {
    stage.webhook.says(asked -> {
      follow(asked, 2);
      return WebhookStage.honest(asked);
    });
    ScenarioResult result = looking("issuer");
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason()).contains("denied, and a connection to the address in the token");
  }

  @Test
  void whoLooksForKeysWhereTheHeaderSaysFails() throws Exception {
    stage.webhook.says(asked -> {
      follow(asked, 1);
      return WebhookStage.honest(asked);
    });
    assertThat(looking("key-url").verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void whoAcceptsTheTokenFails() throws Exception {
    stage.webhook.says(asked -> WebhookStage.accepted("mallory"));
    assertThat(looking("issuer").verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void whoDoesNotAnswerProvesNothing() throws Exception {
    stage.webhook.says(asked -> Replies.cut());
    assertThat(looking("issuer").verdict()).isEqualTo(Verdict.ERROR);
  }
}
