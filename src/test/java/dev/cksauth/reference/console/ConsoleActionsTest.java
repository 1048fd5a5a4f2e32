package dev.cksauth.reference.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ConsoleActionsTest {
  private final CloudConsole console = new CloudConsole();
  private final HttpClient client = HttpClient.newHttpClient();
  private ConsoleActions actions;

  @BeforeEach
  void start() throws IOException {
    console.addUser("admin@example.com", Role.ADMIN);
    Map<String, Action> all =
        new HashMap<>(ConsoleActions.of(console, Map.of("console-admin", "admin@example.com")));
    all.put("restart", request -> ActionAnswer.done());
    all.put(
        "fault",
        request -> {
          throw new IOException("secret " + request);
        });
    actions = ConsoleActions.start(all);
  }

  @AfterEach
  void stop() {
    actions.close();
    client.close();
  }

  @Test
  void issuesATokenAsAnExecCredential() throws Exception {
    var answer = post("issue", "{\"kind\":\"console\",\"name\":\"console-admin\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    var credential = new JsonMapper().readTree(answer.body());
    assertThat(credential.path("kind").asString()).isEqualTo("ExecCredential");
    assertThat(credential.path("apiVersion").asString())
        .isEqualTo("client.authentication.k8s.io/v1");
    assertThat(console.authenticate(credential.at("/status/token").asString()))
        .contains(new ConsoleUser("admin@example.com", Role.ADMIN));
  }

  @Test
  void revokesAToken() throws Exception {
    String token = console.issue("admin@example.com");

    var answer = post("revoke", "{\"token\":\"" + token + "\"}");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(console.authenticate(token)).isEmpty();
  }

  @Test
  void doesNotFindAnUnknownToken() throws Exception {
    assertThat(post("revoke", "{\"token\":\"CW-SECRET-x\"}").statusCode()).isEqualTo(404);
  }

  @Test
  void doesNotFindAnUnknownCredential() throws Exception {
    assertThat(post("issue", "{\"kind\":\"console\",\"name\":\"x\"}").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[]", "", "{\"kind\":\"oidc\",\"name\":\"console-admin\"}", "{\"kind\":1}"})
  void refusesWhatItCannotRead(String body) throws Exception {
    assertThat(post("issue", body).statusCode()).isEqualTo(400);
  }

  @Test
  void performsTheActionsOfOthers() throws Exception {
    assertThat(post("restart", "").statusCode()).isEqualTo(204);
  }

  @Test
  void saysNothingAboutWhyAnActionFailed() throws Exception {
    var answer = post("fault", "{}");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void isFoundOnlyByWhoKnowsTheRandomPath() throws Exception {
    URI known = actions.uri("restart");
    URI guessed = known.resolve("/actions/restart");

    assertThat(known.getPath()).matches("/[0-9a-f]{32}/actions/restart");
    assertThat(send(HttpRequest.newBuilder(guessed)).statusCode()).isEqualTo(404);
  }

  @Test
  void takesPostsOnly() throws Exception {
    var answer =
        client.send(
            HttpRequest.newBuilder(actions.uri("restart")).build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(405);
  }

  @Test
  void knowsNoUnknownAction() {
    assertThatThrownBy(() -> actions.uri("enable")).isInstanceOf(IllegalArgumentException.class);
  }

  private HttpResponse<String> post(String action, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(actions.uri(action))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(
        request.POST(HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
