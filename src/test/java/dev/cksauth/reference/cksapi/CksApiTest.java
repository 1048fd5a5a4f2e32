package dev.cksauth.reference.cksapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.console.CloudConsole;
import dev.cksauth.reference.console.Role;
import dev.cksauth.reference.process.Poll;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API does with calls; what it tells the API server is recorded, and not done. */
final class CksApiTest {
  private static final String ID = "0a1b2c3d-0000-4000-8000-000000000000";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofMillis(5);

  private final CertificateAuthority authority = CertificateAuthority.create("cks-api-test");
  private final String ca =
      Base64.getEncoder()
          .encodeToString(
              authority.certificatePem().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  private final CloudConsole console = new CloudConsole();
  private final Recorded recorded = new Recorded();
  private final OpenApi openApi = read();
  private CksApiServer server;
  private ApiClient client;
  private String writer = "";
  private String reader = "";

  /** Gives settings to nobody; can be held up and made to fail. */
  private static final class Recorded implements Configurator {
    final List<AuthSettings> given = Collections.synchronizedList(new ArrayList<>());
    volatile CountDownLatch handOver = new CountDownLatch(0);
    volatile CountDownLatch effective = new CountDownLatch(0);
    volatile boolean refuses;

    @Override
    public void handOver(AuthSettings settings) throws InterruptedException {
      given.add(settings);
      handOver.await();
    }

    @Override
    public void awaitEffective() throws IOException, InterruptedException {
      effective.await();
      if (refuses) {
        throw new IOException("refused for a test");
      }
    }
  }

  private static OpenApi read() {
    try {
      return OpenApi.read();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void start() throws Exception {
    console.addUser("writer@example.com", Role.ADMIN);
    console.addUser("reader@example.com", Role.VIEWER);
    writer = console.issue("writer@example.com");
    reader = console.issue("reader@example.com");
    server =
        CksApiServer.start(
            CksApiSpec.of(
                ApiClient.identity(authority),
                console,
                recorded,
                CksApiSpec.cluster(ID, "test", "v1.37", "abc123-abcd1234.k8s.us-east-04a.test")));
    client = new ApiClient(authority, server.uri(), ID);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private ApiClient.Answer patched(String body) throws Exception {
    ApiClient.Answer answer = client.patch(writer, body);
    String schema = answer.status() == 200 ? "ClusterAnswer" : "Problem";
    assertThat(openApi.violations(schema, answer.body())).as(answer.toString()).isEmpty();
    return answer;
  }

  private ApiClient.Answer settled() throws Exception {
    ApiClient.Answer[] last = {client.get(writer)};
    Poll.until(
        "the cluster is no longer updating",
        SOON,
        STEP,
        () -> {
          try {
            last[0] = client.get(writer);
          } catch (Exception e) {
            throw new IOException(e);
          }
          String status = last[0].cluster().path("status").asString("");
          return status.equals("STATUS_UPDATING")
              ? Poll.Attempt.notYet(status)
              : Poll.Attempt.success();
        });
    assertThat(openApi.violations("ClusterAnswer", last[0].body())).isEmpty();
    return last[0];
  }

  private String webhook(String server) {
    return "{\"server\": \"%s\", \"ca\": \"%s\"}".formatted(server, ca);
  }

  @Test
  void aFreshClusterHasNoSettings() throws Exception {
    ApiClient.Answer answer = client.get(reader);
    assertThat(openApi.violations("ClusterAnswer", answer.body())).isEmpty();
    assertThat(answer.cluster().has("authnWebhook")).isFalse();
    assertThat(answer.cluster().path("status").asString("")).isEqualTo("STATUS_RUNNING");
  }

  @Test
  void clustersAreListedAsItems() throws Exception {
    ApiClient.Answer answer = client.send("GET", "/v1beta1/cks/clusters", Optional.of(reader), "");
    assertThat(openApi.violations("ClusterList", answer.body())).isEmpty();
    assertThat(answer.body().at("/items/0/id").asString("")).isEqualTo(ID);
  }

  @Test
  void everyPathOfTheDocumentIsServed() throws Exception {
    for (var path : openApi.document().path("paths").propertyNames()) {
      for (String method : List.of("GET", "POST", "PATCH", "DELETE")) {
        if (!openApi
            .document()
            .path("paths")
            .path(path)
            .has(method.toLowerCase(java.util.Locale.ROOT))) {
          continue;
        }
        ApiClient.Answer answer =
            client.send(method, path.replace("{id}", ID), Optional.of(writer), "{}");
        assertThat(answer.status()).as(method + " " + path).isNotEqualTo(404);
        String schema =
            answer.status() != 200
                ? "Problem"
                : path.endsWith("}") ? "ClusterAnswer" : "ClusterList";
        assertThat(openApi.violations(schema, answer.body())).isEmpty();
      }
    }
  }

  @Test
  void aWebhookIsGivenToTheApiServer() throws Exception {
    patched("{\"authnWebhook\": " + webhook("https://hook.test/authenticate") + "}");
    assertThat(settled().cluster().at("/authnWebhook/server").asString(""))
        .isEqualTo("https://hook.test/authenticate");
    assertThat(recorded.given)
        .containsExactly(
            new AuthSettings(
                Optional.empty(),
                Optional.of(
                    new WebhookBlock("https://hook.test/authenticate", authority.certificatePem())),
                Optional.empty()));
  }

  @Test
  void whatTheRequestDoesNotHaveStays() throws Exception {
    patched("{\"authnWebhook\": " + webhook("https://hook.test/") + "}");
    settled();
    patched("{\"oidc\": {\"issuerUrl\": \"https://issuer.test\", \"clientId\": \"c\"}}");
    assertThat(settled().cluster().has("authnWebhook")).isTrue();
  }

  @Test
  void aMaskKeepsWhatItDoesNotName() throws Exception {
    patched("{\"authnWebhook\": " + webhook("https://hook.test/") + "}");
    settled();
    patched(
        "{\"updateMask\": \"authnWebhook.server\", \"authnWebhook\": {\"server\":"
            + " \"https://other.test/\", \"ca\": \"\"}}");
    ApiClient.Answer answer = settled();
    assertThat(answer.cluster().at("/authnWebhook/ca").asString("")).isEqualTo(ca);
    assertThat(answer.cluster().at("/authnWebhook/server").asString(""))
        .isEqualTo("https://other.test/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authnWebhook",
        "authnWebhook.server,authnWebhook.ca",
        "authn_webhook.server,authn_webhook.ca"
      })
  void aMaskWithoutTheMessageClearsIt(String mask) throws Exception {
    patched("{\"authnWebhook\": " + webhook("https://hook.test/") + "}");
    settled();
    patched("{\"updateMask\": \"%s\"}".formatted(mask));
    assertThat(settled().cluster().has("authnWebhook")).isFalse();
    assertThat(recorded.given).last().isEqualTo(AuthSettings.NONE);
  }

  @Test
  void anEmptyMessageClearsIt() throws Exception {
    patched("{\"authnWebhook\": " + webhook("https://hook.test/") + "}");
    settled();
    patched("{\"authnWebhook\": {\"server\": \"\", \"ca\": \"\"}}");
    assertThat(settled().cluster().has("authnWebhook")).isFalse();
  }

  @Test
  void anEmptyAuthorityIsNoAuthority() throws Exception {
    patched("{\"authnWebhook\": {\"server\": \"https://hook.test/\", \"ca\": \"\"}}");
    assertThat(settled().cluster().path("authnWebhook").has("ca")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hook.test/",
        "hook.test/authenticate",
        "https://",
        "https://user@hook.test/",
        "https://hook.test/#fragment",
        "ftp://hook.test/",
        "https://ho ok.test/"
      })
  void aServerThatNoApiServerShouldCallIsRefused(String url) throws Exception {
    ApiClient.Answer answer = patched("{\"authnWebhook\": {\"server\": \"%s\"}}".formatted(url));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fields()).containsExactly("authnWebhook.server");
    assertThat(recorded.given).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no base64!", "bm8gUEVN"})
  void anAuthorityThatIsNoneIsRefused(String text) throws Exception {
    ApiClient.Answer answer =
        patched(
            "{\"authnWebhook\": {\"server\": \"https://hook.test/\", \"ca\": \"%s\"}}"
                .formatted(text));
    assertThat(answer.code()).isEqualTo(3);
    assertThat(answer.fields()).containsExactly("authnWebhook.ca");
  }

  @Test
  void anAuthorityWithoutAServerIsRefused() throws Exception {
    ApiClient.Answer answer = patched("{\"authnWebhook\": {\"ca\": \"%s\"}}".formatted(ca));
    assertThat(answer.fields()).containsExactly("authnWebhook.server");
  }

  @Test
  void anIssuerNeedsAClient() throws Exception {
    assertThat(patched("{\"oidc\": {\"issuerUrl\": \"https://issuer.test\"}}").fields())
        .containsExactly("oidc.clientId");
  }

  @Test
  void algorithmsAreReadAsNamesAndNumbers() throws Exception {
    patched(
        "{\"oidc\": {\"issuerUrl\": \"https://issuer.test\", \"clientId\": \"c\","
            + " \"signingAlgorithms\": [1, \"SIGNING_ALGORITHM_ES256\"]}}");
    assertThat(settled().cluster().at("/oidc/signingAlgorithms").toString())
        .isEqualTo("[\"SIGNING_ALGORITHM_RS256\",\"SIGNING_ALGORITHM_ES256\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "zone", "vpcId"})
  void whatCannotChangeIsRefused(String field) throws Exception {
    ApiClient.Answer answer = patched("{\"%s\": \"other\"}".formatted(field));
    assertThat(answer.code()).isEqualTo(3);
    assertThat(answer.fields()).containsExactly(field);
  }

  @Test
  void whatCannotChangeMayBeNamedAsItIs() throws Exception {
    assertThat(
            patched("{\"id\": \"%s\", \"name\": \"test\", \"version\": \"v1.37\"}".formatted(ID))
                .status())
        .isEqualTo(200);
  }

  @Test
  void anUnknownPathInTheMaskIsRefused() throws Exception {
    assertThat(patched("{\"updateMask\": \"authnWebhook.sever\"}").fields())
        .containsExactly("updateMask");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "\"text\""})
  void aBodyThatIsNoObjectIsRefused(String body) throws Exception {
    assertThat(patched(body).code()).isEqualTo(3);
  }

  @Test
  void aReaderMayNotChange() throws Exception {
    ApiClient.Answer answer = client.patch(reader, "{\"authnWebhook\": {}}");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo(7);
    assertThat(recorded.given).isEmpty();
  }

  @Test
  void aRefusedChangeDoesNotCostTheConnection() throws Exception {
    String large = "{\"authnWebhook\": {\"server\": \"" + "x".repeat(100_000) + "\"}}";
    for (int i = 0; i < 50; i++) {
      assertThat(client.patch(reader, large).status()).isEqualTo(403);
    }
  }

  @Test
  void nobodyMayReadWithoutAToken() throws Exception {
    ApiClient.Answer answer =
        client.send("GET", "/v1beta1/cks/clusters/" + ID, Optional.empty(), "");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(openApi.violations("Problem", answer.body())).isEmpty();
  }

  @Test
  void aRevokedTokenIsRefused() throws Exception {
    console.revoke(writer);
    assertThat(client.get(writer).status()).isEqualTo(401);
  }

  @Test
  void anUnknownClusterIsNotFound() throws Exception {
    ApiClient.Answer answer =
        client.send("GET", "/v1beta1/cks/clusters/unknown", Optional.of(writer), "");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo(5);
  }

  @Test
  void aChangeDuringAChangeIsRefused() throws Exception {
    recorded.handOver = new CountDownLatch(1);
    patched("{\"authnWebhook\": " + webhook("https://hook.test/") + "}");
    ApiClient.Answer answer = patched("{\"authnWebhook\": " + webhook("https://other.test/") + "}");
    recorded.handOver.countDown();
    assertThat(answer.code()).isEqualTo(9);
    assertThat(settled().cluster().at("/authnWebhook/server").asString(""))
        .isEqualTo("https://hook.test/");
  }

  @Test
  void theClusterRunsBeforeTheApiServerUsesTheChange() throws Exception {
    recorded.effective = new CountDownLatch(1);
    patched("{\"authnWebhook\": " + webhook("https://hook.test/") + "}");
    assertThat(settled().cluster().path("status").asString("")).isEqualTo("STATUS_RUNNING");
    recorded.effective.countDown();
  }

  @Test
  void whatIsThereAlreadyIsNoChange() throws Exception {
    patched("{\"authnWebhook\": " + webhook("https://hook.test/") + "}");
    String first = settled().cluster().toString();
    patched("{\"authnWebhook\": " + webhook("https://hook.test/") + "}");
    assertThat(settled().cluster().toString()).isEqualTo(first);
    assertThat(recorded.given).hasSize(1);
  }

  @Test
  void aChangeThatTheApiServerRefusesIsTakenBack() throws Exception {
    recorded.refuses = true;
    patched("{\"authnWebhook\": " + webhook("https://hook.test/") + "}");
    awaitStatus("STATUS_FAILED");
    assertThat(client.get(writer).cluster().has("authnWebhook")).isFalse();
  }

  @Test
  void aClusterThatFailedCanBeChangedAgain() throws Exception {
    recorded.refuses = true;
    patched("{\"authnWebhook\": " + webhook("https://hook.test/") + "}");
    awaitStatus("STATUS_FAILED");
    recorded.refuses = false;
    patched("{\"authnWebhook\": " + webhook("https://other.test/") + "}");
    awaitStatus("STATUS_RUNNING");
    assertThat(client.get(writer).cluster().has("authnWebhook")).isTrue();
  }

  @Test
  void aClusterThatFailedRunsAgainOnceItIsAskedForWhatItHas() throws Exception {
    recorded.refuses = true;
    patched("{\"authnWebhook\": " + webhook("https://hook.test/") + "}");
    awaitStatus("STATUS_FAILED");
    recorded.refuses = false;
    patched("{\"updateMask\": \"authnWebhook\"}");
    awaitStatus("STATUS_RUNNING");
  }

  private void awaitStatus(String status) throws Exception {
    Poll.until(
        "the cluster is " + status,
        SOON,
        STEP,
        () -> {
          try {
            String present = client.get(writer).cluster().path("status").asString("");
            return present.equals(status) ? Poll.Attempt.success() : Poll.Attempt.notYet(present);
          } catch (Exception e) {
            throw new IOException(e);
          }
        });
  }

  @Test
  void whatTheReferenceCannotChangeIsRefused() throws Exception {
    assertThat(patched("{\"kubelet\": {\"maxPods\": 10}}").code()).isEqualTo(12);
  }
}
