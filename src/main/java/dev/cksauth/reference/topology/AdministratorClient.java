package dev.cksauth.reference.topology;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Speaks to the reference's API server as its administrator, to set it up. */
final class AdministratorClient implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final int FIRST_ERROR = 300;

  private final HttpClient client;
  private final URI server;
  private final String token;
  private final JsonMapper json = new JsonMapper();

  AdministratorClient(URI server, X509Certificate authority, String token) throws IOException {
    this.server = server;
    this.token = token;
    this.client =
        HttpClient.newBuilder()
            .sslContext(trusting(authority))
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(ANSWER)
            .build();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send(path, request(path).GET().build());
  }

  /** Creates an object; answers it as the API server made it. */
  JsonNode create(String path, String manifest) throws IOException, InterruptedException {
    return send(
        path,
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(manifest))
            .build());
  }

  /**
   * Has a token reviewed.
   *
   * @return why it is not good; empty where it is
   */
  String reviewed(String presented) throws IOException, InterruptedException {
    ObjectNode review = json.createObjectNode();
    review.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenReview");
    review.putObject("spec").put("token", presented);
    JsonNode status =
        create("/apis/authentication.k8s.io/v1/tokenreviews", review.toString()).path("status");
    return status.path("authenticated").asBoolean(false)
        ? ""
        : status.path("error").asString("not authenticated");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path))
        .timeout(ANSWER)
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode send(String path, HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= FIRST_ERROR) {
      throw new IOException(
          "the API server answered %s %s with %d: %s"
              .formatted(request.method(), path, answer.statusCode(), answer.body().strip()));
    }
    return json.readTree(answer.body());
  }

  static SSLContext trusting(X509Certificate authority) throws IOException {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", authority);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the throw-away authority cannot be trusted", e);
    }
  }
}
