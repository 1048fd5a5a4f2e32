package dev.cksauth.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.reference.console.ActionAnswer;
import dev.cksauth.reference.console.ConsoleActions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An identity provider that lets a wrong login pass: a real one, asked for the right login. */
final class LaxProvider implements AutoCloseable {
  private static final Pattern ISSUE =
      Pattern.compile("issue: \\{post: \"([^\"]*/keycloak-issue)\"");

  private final HttpClient client = HttpClient.newHttpClient();
  private final ConsoleActions actions;
  private final String wrong;
  private final String right;
  private URI real = URI.create("");

  LaxProvider(String wrong, String right) throws IOException {
    this.wrong = wrong;
    this.right = right;
    this.actions = ConsoleActions.start(Map.of("issue", this::issue));
  }

  /** The subject file with this provider in the place of the real one. */
  String inPlaceOf(String text) {
    Matcher matcher = ISSUE.matcher(text);
    assertThat(matcher.find()).isTrue();
    real = URI.create(matcher.group(1));
    return text.replace(matcher.group(1), actions.uri("issue").toString());
  }

  private ActionAnswer issue(JsonNode request) throws IOException, InterruptedException {
    ObjectNode changed = (ObjectNode) request;
    if (changed.path("login").asString("").equals(wrong)) {
      changed.put("login", right);
    }
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(real)
                .POST(HttpRequest.BodyPublishers.ofString(changed.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return new ActionAnswer(answer.statusCode(), answer.body());
  }

  @Override
  public void close() {
    client.shutdownNow();
    actions.close();
  }
}
