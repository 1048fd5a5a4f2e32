package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.managed.TlsIdentity;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample webhooks on the wire. */
final class WebhookServerTest {
  private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("webhooks");

  @TempDir private Path directory;
  private WebhookServer server;
  private Path log;

  @BeforeEach
  void start() throws Exception {
    Path tokens = Files.writeString(directory.resolve("tokens.csv"), "canary-4711,alice,u1,dev\n");
    log = directory.resolve("webhook.log");
    server =
        WebhookServer.start(
            WebhookServerSpec.of(identity()), new StaticTokens(tokens, false), DecisionLog.to(log));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  static TlsIdentity identity() throws Exception {
    IssuedCertificate issued =
        AUTHORITY.issueServer(List.of("localhost"), List.of(InetAddress.getLoopbackAddress()));
    return new TlsIdentity(issued.privateKey(), List.of(issued.certificate()));
  }

  private static SSLContext trusting() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("authority", AUTHORITY.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private HttpResponse<String> send(HttpClient.Version version, HttpRequest request)
      throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(trusting()).version(version).build()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path));
  }

  private HttpResponse<String> post(String body) throws Exception {
    return send(
        HttpClient.Version.HTTP_2,
        to("/authenticate?timeout=30s")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static String review(String version, String token) {
    return """
    {"kind":"TokenReview","apiVersion":"authentication.k8s.io/%s","metadata":{"creationTimestamp":null},
     "spec":{"token":"%s","later":1},"status":{"authenticated":true,"user":{"username":"admin"}}}
    """
        .formatted(version, token);
  }

  @Test
  void bothVersionsAreAnsweredInKindOverBothProtocols() throws Exception {
    HttpResponse<String> one = post(review("v1", "canary-4711"));
    assertThat(one.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(one.body())
        .isEqualTo(
            "{\"kind\":\"TokenReview\",\"apiVersion\":\"authentication.k8s.io/v1\",\"status\":"
                + "{\"authenticated\":true,\"user\":{\"username\":\"alice\",\"uid\":\"u1\","
                + "\"groups\":[\"dev\"]}}}");
    HttpResponse<String> other =
        send(
            HttpClient.Version.HTTP_1_1,
            to("/authenticate")
                .POST(HttpRequest.BodyPublishers.ofString(review("v1beta1", "canary-4711")))
                .build());
    assertThat(other.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(other.body()).contains("authentication.k8s.io/v1beta1");
  }

  @Test
  void anUnknownTokenIsDeniedWithoutAUser() throws Exception {
    HttpResponse<String> denied = post(review("v1", "nobody's"));
    assertThat(denied.statusCode()).isEqualTo(200);
    assertThat(denied.body()).contains("\"authenticated\":false").doesNotContain("user");
  }

  @Test
  void whatIsNoReviewIsABadRequest() throws Exception {
    assertThat(post("").statusCode()).isEqualTo(400);
    assertThat(post(review("v2", "canary-4711")).statusCode()).isEqualTo(400);
    assertThat(post(review("v1", "canary-4711") + "{}").statusCode()).isEqualTo(400);
    assertThat(post("{\"kind\":\"Pod\"}").statusCode()).isEqualTo(400);
    assertThat(post("[".repeat(100_000)).statusCode()).isEqualTo(400);
  }

  @Test
  void whatIsLargerThanAnyReviewIsRefused() throws Exception {
    String large = "x".repeat(WebhookServer.LARGEST_BODY + 1);
    HttpRequest asking =
        to("/authenticate")
            .expectContinue(true)
            .POST(HttpRequest.BodyPublishers.ofString(large))
            .build();
    assertThat(send(HttpClient.Version.HTTP_1_1, asking).statusCode()).isEqualTo(413);
  }

  @Test
  void otherMethodsPathsAndTypesAreRefused() throws Exception {
    assertThat(send(HttpClient.Version.HTTP_2, to("/authenticate").GET().build()).statusCode())
        .isEqualTo(405);
    assertThat(send(HttpClient.Version.HTTP_2, to("/authenticate/").GET().build()).statusCode())
        .isEqualTo(404);
    assertThat(
            send(
                    HttpClient.Version.HTTP_2,
                    to("/authenticate")
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build())
                .statusCode())
        .isEqualTo(415);
  }

  @Test
  void healthIsAtAPathOfItsOwn() throws Exception {
    assertThat(send(HttpClient.Version.HTTP_2, to("/readyz").GET().build()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void theLogSaysWhatWasDecidedAndHoldsNoToken() throws Exception {
    post(review("v1", "canary-4711"));
    post(review("v1", "canary-0815"));
    post("canary-1234");
    assertThat(Files.readString(log))
        .contains("authenticated alice", "not authenticated: unknown", "bad request")
        .doesNotContain("canary");
  }

  @Test
  void anotherCertificateIsShownWithoutARestart() throws Exception {
    TlsIdentity before = identity();
    server.renew(before);
    assertThat(
            post(review("v1", "canary-4711")).sslSession().orElseThrow().getPeerCertificates()[0])
        .isEqualTo(before.chain().getFirst());
  }
}
