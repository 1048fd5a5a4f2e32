package dev.cksauth.mutant;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.topology.OpenReference;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The second cluster of a reference, with what faulty gateways need of it and its webhook. */
final class WebhookBehind {
  private static final char[] PASSWORD = "in-memory".toCharArray();
  private static final String SELF_SUBJECT_REVIEW =
      "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}";

  private final OpenReference reference;
  private final Path file;
  private final URI apiServer;
  private final String administratorToken;
  private final Path kubeconfig;
  private final URI webhook;

  /** For the webhook, which demands a certificate. */
  private final HttpClient client;

  /** For the API server, which would take a certificate for its bearer's. */
  private final HttpClient bare;

  WebhookBehind(OpenReference reference) throws Exception {
    this.reference = reference;
    this.file = reference.system().subjectFiles().getLast();
    this.apiServer =
        URI.create(
            "https://127.0.0.1:"
                + found(Files.readString(file), "unmanaged: .*address: \"127.0.0.1:(\\d+)"));
    this.administratorToken =
        found(
            Files.readString(reference.system().kubeconfigs().get("integration-admin")),
            "token: (\\S+)");
    this.kubeconfig = beginning("token-webhook-");
    this.webhook =
        URI.create(found(Files.readString(kubeconfig), "\"server\": \"([^\"]+)") + "?timeout=30s");
    this.client =
        HttpClient.newBuilder()
            .sslContext(caller(reference.authority()))
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    this.bare =
        HttpClient.newBuilder()
            .sslContext(reference.trusting())
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
  }

  private static String found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("nothing like " + pattern);
    }
    return matcher.group(1);
  }

  /** Trusts the reference, and shows a certificate that its webhook takes. */
  private static SSLContext caller(CertificateAuthority authority) throws Exception {
    Instant now = Instant.now();
    IssuedCertificate issued =
        authority.issueClient(
            "gateway", List.of(), now.minusSeconds(60), now.plus(Duration.ofDays(1)));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("authority", authority.certificate());
    store.setKeyEntry(
        "gateway", issued.privateKey(), PASSWORD, new Certificate[] {issued.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** The cluster with parts replaced. */
  Stage stage(String name) throws Exception {
    return new Stage(reference, name, file, "integration-admin");
  }

  Gateway gateway() {
    return new Gateway(reference, apiServer, administratorToken);
  }

  /** How the API server asks its webhook. */
  Path kubeconfig() {
    return kubeconfig;
  }

  /** Whom the API server asks about accesses. */
  Path authorizationConfiguration() throws IOException {
    return beginning("authorization-");
  }

  /** How it asks the first of them. */
  Path accessKubeconfig() throws IOException {
    return beginning("access-webhook-access-");
  }

  private Path beginning(String name) throws IOException {
    try (Stream<Path> files = Files.list(reference.system().directory())) {
      return files
          .filter(one -> one.getFileName().toString().startsWith(name))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Whose OIDC tokens the API server takes. */
  Path authenticationConfiguration() {
    return kubeconfig.resolveSibling(
        kubeconfig.getFileName().toString().replace("token-webhook-", "integration-"));
  }

  /** What the API server answers a SelfSubjectReview by the bearer of a token. */
  int status(String token) throws IOException, InterruptedException {
    return bare.send(
            HttpRequest.newBuilder(
                    apiServer.resolve("/apis/authentication.k8s.io/v1/selfsubjectreviews"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(SELF_SUBJECT_REVIEW))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** What the API server answers its administrator who asks for this as somebody else. */
  int statusAs(String user, String pathAndQuery) throws IOException, InterruptedException {
    return bare.send(
            HttpRequest.newBuilder(apiServer.resolve(pathAndQuery))
                .header("Authorization", "Bearer " + administratorToken)
                .header("Impersonate-User", user)
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /**
   * Asks the webhook itself.
   *
   * @return whether it answers at all
   */
  boolean ask(String token) throws InterruptedException {
    String review =
        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenReview\",\"spec\":{\"token\":\""
            + token.replaceAll("[\"\\\\]", "")
            + "\"}}";
    try {
      HttpResponse<Void> unused =
          client.send(
              HttpRequest.newBuilder(webhook)
                  .timeout(Duration.ofSeconds(5))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(review))
                  .build(),
              HttpResponse.BodyHandlers.discarding());
      return true;
    } catch (IOException down) {
      return false;
    }
  }
}
