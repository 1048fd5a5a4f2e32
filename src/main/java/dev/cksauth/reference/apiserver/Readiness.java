package dev.cksauth.reference.apiserver;

import dev.cksauth.reference.process.Poll;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks an API server whether it is ready, as its administrator. */
final class Readiness implements AutoCloseable {

  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final HttpClient client;
  private final HttpRequest request;

  Readiness(String caPem, int port, String token) {
    client =
        HttpClient.newBuilder()
            .sslContext(trusting(caPem))
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER)
            .build();
    request = request(port, token, "/readyz");
  }

  static HttpRequest request(int port, String token, String path) {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + token)
        .timeout(ANSWER)
        .build();
  }

  Poll.Attempt look() throws InterruptedException {
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == OK
          ? Poll.Attempt.success()
          : Poll.Attempt.notYet(answer.statusCode() + " " + answer.body().strip());
    } catch (IOException e) {
      return Poll.Attempt.notYet(e.toString());
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  static SSLContext trusting(String caPem) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(caPem.getBytes(StandardCharsets.US_ASCII))));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK speaks TLS and reads X.509", e);
    }
  }
}
