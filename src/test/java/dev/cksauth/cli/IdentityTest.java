package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** By what a subject is told from another of its name, in the report of a run. */
final class IdentityTest {
  private static final String NAMESPACE =
      """
      {"apiVersion":"v1","kind":"Namespace",
       "metadata":{"name":"kube-system","uid":"5d3b0c1e-0000-4000-8000-00000000cafe"}}
      """;
  private static final String REVIEW =
      """
      {"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview",
       "status":{"authenticated":true,"user":{"username":"alice"}}}
      """;

  @TempDir private Path directory;

  private JsonNode identity(String subject, String scenario) throws Exception {
    Path file = Files.writeString(directory.resolve("subject.yaml"), subject);
    Path out = directory.resolve("reports");
    Called called = Called.with("run", file, "--out", out, "--scenario", scenario);
    assertThat(called.code()).as(called.err()).isNotEqualTo(4).isNotEqualTo(2);
    return JsonMapper.builder()
        .build()
        .readTree(Files.readString(out.resolve("report.json")))
        .at("/subjects/0/identity");
  }

  private static String key(TlsServer server) throws Exception {
    byte[] info = server.certificate().getPublicKey().getEncoded();
    return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(info));
  }

  @Test
  void aWebhookIsToldByItsKey() throws Exception {
    try (TlsServer server =
        new TlsServer(any -> new TlsServer.Answer(200, "application/json", REVIEW))) {
      Files.writeString(directory.resolve("ca.pem"), server.caPem());
      JsonNode identity =
          identity(
              """
              apiVersion: cks-auth.dev/v1
              kind: Webhook
              metadata: {name: acme}
              endpoint: {url: "%s/authenticate", ca: ca.pem}
              credentials:
                - {name: alice, kind: valid, token: token-of-alice, expect: {username: alice}}
              """
                  .formatted(server.url()),
              "webhook/answer/accepts-valid-token");
      assertThat(identity.at("/tlsKeys/endpoint/0").asString()).isEqualTo(key(server));
      assertThat(identity.has("clusterUid")).isFalse();
    }
  }

  /** Whoever is not trusted may have any key, and proves nothing. */
  @Test
  void aServerThatIsNotTrustedHasNoKey() throws Exception {
    try (TlsServer server =
            new TlsServer(any -> new TlsServer.Answer(200, "application/json", REVIEW));
        TlsServer other =
            new TlsServer(any -> new TlsServer.Answer(200, "application/json", REVIEW))) {
      Files.writeString(directory.resolve("ca.pem"), other.caPem());
      JsonNode identity =
          identity(
              """
              apiVersion: cks-auth.dev/v1
              kind: Webhook
              metadata: {name: acme}
              endpoint: {url: "%s/authenticate", ca: ca.pem}
              credentials:
                - {name: alice, kind: valid, token: token-of-alice, expect: {username: alice}}
              """
                  .formatted(server.url()),
              "webhook/answer/accepts-valid-token");
      assertThat(identity.path("tlsKeys").isEmpty()).isTrue();
    }
  }

  private static TlsServer.Answer cluster(HttpExchange exchange, int status) {
    return exchange.getRequestURI().getPath().endsWith("/namespaces/kube-system")
        ? new TlsServer.Answer(status, "application/json", NAMESPACE)
        : new TlsServer.Answer(403, "application/json", "{\"kind\":\"Status\"}");
  }

  @ParameterizedTest
  @CsvSource({"200, 5d3b0c1e-0000-4000-8000-00000000cafe", "403, ''", "401, ''", "500, ''"})
  void aClusterIsToldByItsUidWhereThatMayBeRead(int status, String uid) throws Exception {
    try (TlsServer server = new TlsServer(exchange -> cluster(exchange, status))) {
      Files.writeString(directory.resolve("ca.pem"), server.caPem());
      Files.writeString(
          directory.resolve("admin.kubeconfig"),
          """
          apiVersion: v1
          kind: Config
          clusters: [{name: c, cluster: {server: "%s", certificate-authority: ca.pem}}]
          users: [{name: u, user: {token: of-a-test}}]
          contexts: [{name: admin, context: {cluster: c, user: u}}]
          """
              .formatted(server.url()));
      JsonNode identity =
          identity(
              TroubleFiles.withCa(server.url(), server.url())
                  + "administrator: {kubeconfig: {file: admin.kubeconfig, context: admin}}\n",
              "managed/accepts-console-token");
      assertThat(identity.path("clusterUid").asString("")).isEqualTo(uid);
      assertThat(identity.at("/tlsKeys/managed/0").asString()).isEqualTo(key(server));
    }
  }
}
