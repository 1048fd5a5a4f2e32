package dev.cksauth.reference.idp.keycloak;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Calls of a Keycloak that are answered in JSON. */
final class Calls implements AutoCloseable {

  /** The first login of a fresh server takes seconds. */
  static final Duration ANSWER = Duration.ofSeconds(30);

  private static final int SUCCESS = 2;
  private static final int HUNDRED = 100;

  private final JsonMapper mapper = new JsonMapper();
  private final HttpClient client;

  Calls(SSLContext trust) {
    client =
        HttpClient.newBuilder()
            .sslContext(trust)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER)
            .build();
  }

  /**
   * Posts a form.
   *
   * @throws FlowRefusedException when the answer is no success
   */
  JsonNode form(URI uri, Map<String, String> fields) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(fields))));
  }

  /** Reads a document. */
  JsonNode get(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri));
  }

  /** Calls with a token and a body in JSON. */
  JsonNode json(String method, URI uri, String token, Object body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(mapper.writeValueAsString(body))));
  }

  private JsonNode send(HttpRequest.Builder builder) throws IOException, InterruptedException {
    HttpRequest request = builder.timeout(ANSWER).build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    JsonNode body = read(answer.body());
    if (answer.statusCode() / HUNDRED != SUCCESS) {
      throw new FlowRefusedException(
          request.method() + " " + request.uri().getPath(),
          answer.statusCode(),
          text(body, "error"),
          text(body, "error_description") + text(body, "errorMessage"));
    }
    return body;
  }

  private JsonNode read(String body) {
    try {
      return body.isBlank() ? JsonNodeFactory.instance.objectNode() : mapper.readTree(body);
    } catch (JacksonException e) {
      return JsonNodeFactory.instance.objectNode(); // an error page
    }
  }

  /** A text of an object; empty when it is not there. */
  static String text(JsonNode object, String name) {
    return object.path(name).asString("");
  }

  static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
