package dev.cksauth.reference.webhook;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.managed.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The side of the API server, over connections of its own: it posts reviews and asks for health.
 */
final class Caller implements AutoCloseable {
  /** Of the webhooks that are called. */
  static final CertificateAuthority AUTHORITY = CertificateAuthority.create("called webhooks");

  /** After this an answer counts as missing: far beyond a busy machine, far below a hang. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final char[] PASSWORD = "test".toCharArray();

  private final HttpClient client;
  private final URI reviews;

  private Caller(HttpClient client, URI reviews) {
    this.client = client;
    this.reviews = reviews;
  }

  /** A caller without a certificate. */
  static Caller of(WebhookServer server, HttpClient.Version version) throws Exception {
    return of(server, version, context(Optional.empty()));
  }

  static Caller of(WebhookServer server, HttpClient.Version version, SSLContext tls) {
    return new Caller(
        HttpClient.newBuilder().sslContext(tls).version(version).build(), server.uri());
  }

  /** What a called webhook shows. */
  static TlsIdentity identity() throws IOException {
    IssuedCertificate issued = issued();
    return new TlsIdentity(issued.privateKey(), List.of(issued.certificate()));
  }

  static IssuedCertificate issued() throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return AUTHORITY.issueServer(List.of("localhost"), List.of(loopback));
  }

  /** Trusts the authority; shows the certificate, or none. */
  static SSLContext context(Optional<IssuedCertificate> shown) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", AUTHORITY.certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    if (shown.isPresent()) {
      Certificate[] chain = {shown.get().certificate()};
      own.setKeyEntry("own", shown.get().privateKey(), PASSWORD, chain);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  static String review(String token) {
    return """
    {"kind":"TokenReview","apiVersion":"authentication.k8s.io/v1","spec":{"token":"%s"}}
    """
        .formatted(token);
  }

  HttpResponse<String> post(String token) throws IOException, InterruptedException {
    return client.send(request(token), HttpResponse.BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> posting(String token) {
    return client.sendAsync(request(token), HttpResponse.BodyHandlers.ofString());
  }

  int health(String path) throws IOException, InterruptedException {
    HttpRequest request = to(reviews.resolve(path)).GET().build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private HttpRequest request(String token) {
    return to(reviews)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(review(token)))
        .build();
  }

  private static HttpRequest.Builder to(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(PATIENCE);
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
