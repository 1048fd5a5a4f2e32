package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logs users in at the login API of a sample webhook, as they do themselves. */
final class LoginClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;

  private final HttpClient http;
  private final JsonMapper json = new JsonMapper();

  /** A client that trusts the authority alone. */
  LoginClient(CertificateAuthority authority) throws IOException {
    this.http =
        HttpClient.newBuilder()
            .sslContext(TlsContexts.trusting(authority))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /**
   * Posts to a login API.
   *
   * @return what it answered; empty where it refused
   * @throws IOException when it could not tell
   */
  Optional<JsonNode> post(URI call, Map<String, String> fields) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(call)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(fields)))
            .build();
    return read(send(request));
  }

  /** A session's token; empty where the login was refused. */
  Optional<String> logIn(URI login, Map<String, String> fields) throws IOException {
    return post(login, fields).map(answer -> answer.at("/status/token").asString());
  }

  /** Ends a session; false where there is none. */
  boolean logOut(URI logout, String token) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(logout)
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return read(send(request)).isPresent();
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stop);
    }
  }

  private Optional<JsonNode> read(HttpResponse<String> answer) throws IOException {
    return switch (answer.statusCode()) {
      case OK -> Optional.of(json.readTree(answer.body()));
      case NO_CONTENT -> Optional.of(json.createObjectNode());
      case UNAUTHORIZED, TOO_MANY -> Optional.empty();
      default -> throw new IOException("the login API answered HTTP " + answer.statusCode());
    };
  }

  @Override
  public void close() {
    http.close();
  }
}
