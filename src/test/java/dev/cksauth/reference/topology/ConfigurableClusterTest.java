package dev.cksauth.reference.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.apiserver.ControlPlaneResolver;
import dev.cksauth.reference.process.Poll;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A change through the CKS API changes a real API server, and nothing else of the cluster. */
@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConfigurableClusterTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration STEP = Duration.ofMillis(100);
  private static final String GOOD = "";

  private final CertificateAuthority authority = CertificateAuthority.create("configurable");
  private final String ca =
      Base64.getEncoder()
          .encodeToString(authority.certificatePem().getBytes(StandardCharsets.US_ASCII));
  private RunDirectory run;
  private ConfigurableCluster.Started cluster;
  private AdministratorClient administrator;
  private HttpClient client;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    run = RunDirectory.create(temporary.resolve("r"));
    cluster =
        ConfigurableCluster.start(
            run,
            ControlPlaneResolver.ofProcess().resolve(StartProgress.silent()).controlPlane(),
            authority,
            run.path().resolve("configurable"),
            ConfigurableCluster.Faults.NONE);
    administrator =
        new AdministratorClient(
            URI.create("https://127.0.0.1:" + cluster.apiServer().port()),
            authority.certificate(),
            cluster.apiServer().administratorToken());
    client =
        HttpClient.newBuilder()
            .sslContext(AdministratorClient.trusting(authority.certificate()))
            .build();
  }

  @AfterAll
  void stop() throws Exception {
    administrator.close();
    client.shutdownNow();
    cluster.cluster().close();
    run.close();
  }

  @BeforeEach
  void fresh() throws Exception {
    patch("{\"updateMask\": \"oidc,authnWebhook,authzWebhook\"}");
    awaitReview("first", "not authenticated");
  }

  private String file(String name) throws IOException {
    return Files.readString(cluster.subjectFile().resolveSibling(name)).strip();
  }

  private JsonNode call(String method, String body) throws IOException, InterruptedException {
    String id =
        file("configurable-cluster.yaml").replaceAll("(?s).*clusterId: \"([^\"]*)\".*", "$1");
    HttpRequest request =
        HttpRequest.newBuilder(cluster.api().resolve("/v1beta1/cks/clusters/" + id))
            .header("Authorization", "Bearer " + file("cks-api.token"))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonMapper().readTree(answer.body()).path("cluster");
  }

  private void patch(String body) throws Exception {
    JsonNode unused = call("PATCH", body);
    awaitStatus("STATUS_RUNNING");
  }

  private void awaitStatus(String wanted) throws Exception {
    Poll.until(
        "the cluster is " + wanted,
        LONG,
        STEP,
        () -> {
          String status = call("GET", "").path("status").asString("");
          return status.equals(wanted) ? Poll.Attempt.success() : Poll.Attempt.notYet(status);
        });
  }

  /** Awaits that the API server says this of a webhook's token; empty: that it is good. */
  private void awaitReview(String webhook, String saying) throws Exception {
    String token = file(webhook + "-webhook.token");
    Poll.until(
        "the token of " + webhook + " is reviewed so: " + saying,
        LONG,
        STEP,
        () -> {
          try {
            String seen = administrator.reviewed(token);
            boolean met = saying.isEmpty() ? seen.isEmpty() : !seen.isEmpty();
            return met ? Poll.Attempt.success() : Poll.Attempt.notYet(seen);
          } catch (IOException restarting) {
            return Poll.Attempt.notYet("does not answer");
          }
        });
  }

  private String webhook(String name) throws IOException {
    String yaml = file("configurable-cluster.yaml");
    String url =
        yaml.replaceAll("(?s).*- name: " + name + "\n    url: \"([^\"]*/authenticate)\".*", "$1");
    return "{\"server\": \"%s\", \"ca\": \"%s\"}".formatted(url, ca);
  }

  @Test
  void aWebhookThatIsConfiguredLetsItsUsersIn() throws Exception {
    patch("{\"authnWebhook\": %s}".formatted(webhook("first")));
    awaitReview("first", GOOD);
  }

  @Test
  void anotherWebhookTakesThePlaceOfTheFirst() throws Exception {
    patch("{\"authnWebhook\": %s}".formatted(webhook("first")));
    patch("{\"authnWebhook\": %s}".formatted(webhook("second")));
    awaitReview("second", GOOD);
    awaitReview("first", "not authenticated");
  }

  @Test
  void theClusterIsNotRecreated() throws Exception {
    String uid = uid();
    patch("{\"authnWebhook\": %s}".formatted(webhook("first")));
    awaitReview("first", GOOD);
    assertThat(uid()).isEqualTo(uid);
  }

  private String uid() throws Exception {
    return administrator
        .get("/api/v1/namespaces/kube-system")
        .path("metadata")
        .path("uid")
        .asString("");
  }

  @Test
  void whatTheApiServerRefusesIsTakenBack() throws Exception {
    // Every check of the API's own passes; the API server keeps its own issuer for itself.
    String own = administrator.get("/.well-known/openid-configuration").path("issuer").asString("");
    JsonNode unused =
        call("PATCH", "{\"oidc\": {\"issuerUrl\": \"%s\", \"clientId\": \"c\"}}".formatted(own));
    awaitStatus("STATUS_FAILED");
    assertThat(call("GET", "").has("oidc")).isFalse();
    assertThat(uid()).isNotEmpty();
  }

  @Test
  void settingsWithWhichItDoesNotStartAreTakenBack() throws Exception {
    String own = administrator.get("/.well-known/openid-configuration").path("issuer").asString("");
    JsonNode unused =
        call(
            "PATCH",
            "{\"authnWebhook\": %s, \"oidc\": {\"issuerUrl\": \"%s\", \"clientId\": \"c\"}}"
                .formatted(webhook("first"), own));
    awaitStatus("STATUS_FAILED");
    assertThat(call("GET", "").has("authnWebhook")).isFalse();
    assertThat(uid()).as("it answers again").isNotEmpty();
  }
}
