package dev.cksauth.reference.topology;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests to a running reference system, as a client that knows its files sends them. */
final class Https implements AutoCloseable {
  private static final String REVIEW =
      """
      {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}
      """;
  static final String REVIEWS = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

  private final HttpClient client;
  private final ReferenceSystem system;

  Https(ReferenceSystem system) throws Exception {
    this.system = system;
    Path ca = system.subjectFiles().getFirst().resolveSibling("ca.pem");
    SSLContext trust;
    try (var in = Files.newInputStream(ca)) {
      trust =
          AdministratorClient.trusting(
              (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    client = HttpClient.newBuilder().sslContext(trust).build();
  }

  record Answer(int status, JsonNode json) {
    String username() {
      return json.at("/status/userInfo/username").asString("");
    }
  }

  /** The port of an endpoint. */
  static int port(ReferenceSystem system, String endpoint) {
    return system.endpoints().stream()
        .filter(each -> each.name().equals(endpoint))
        .findFirst()
        .orElseThrow()
        .port();
  }

  static String token(ReferenceSystem system, String credential) throws IOException {
    return Files.readString(system.tokens().get(credential)).strip();
  }

  Answer review(String endpoint, String token) throws Exception {
    return post(endpoint, REVIEWS, token, REVIEW, Map.of());
  }

  Answer post(String endpoint, String path, String token, String body, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        request(endpoint, path, token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return answer(request.build());
  }

  Answer get(String endpoint, String path, String token) throws Exception {
    return answer(request(endpoint, path, token).build());
  }

  HttpClient client() {
    return client;
  }

  HttpRequest.Builder request(String endpoint, String path, String token) {
    URI uri = URI.create("https://127.0.0.1:" + port(system, endpoint) + path);
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + token);
  }

  static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private Answer answer(HttpRequest request) throws Exception {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    return new Answer(answer.statusCode(), new JsonMapper().readTree(answer.body()));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
