package dev.cksauth.reference.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The console as a part elsewhere sees it: asks it about every token, so that a revocation holds at
 * once.
 */
public final class RemoteConsole implements ConsoleTokens, AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final URI action;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(ANSWER).version(HttpClient.Version.HTTP_1_1).build();
  private final JsonMapper json = new JsonMapper();

  /**
   * A console.
   *
   * @param action where its action {@code authenticate} is
   */
  public RemoteConsole(URI action) {
    this.action = action;
  }

  /**
   * @throws UncheckedIOException when the console does not answer
   */
  @Override
  public Optional<ConsoleUser> authenticate(String token) {
    HttpRequest request =
        HttpRequest.newBuilder(action)
            .timeout(ANSWER)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    json.writeValueAsString(Map.of("token", token))))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return switch (answer.statusCode()) {
        case 200 -> Optional.of(user(json.readTree(answer.body())));
        case 404 -> Optional.empty();
        default -> throw new IOException("the console answers " + answer.statusCode());
      };
    } catch (IOException | JacksonException e) {
      throw new UncheckedIOException(new IOException("the console cannot be asked", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  private static ConsoleUser user(JsonNode answer) {
    return new ConsoleUser(
        answer.path("name").asString(""), Role.valueOf(answer.path("role").asString("")));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
