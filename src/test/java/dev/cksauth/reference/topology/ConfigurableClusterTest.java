package dev.cksauth.reference.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.reference.process.Poll;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
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

  private ConfiguredByHand cluster;
  private AdministratorClient administrator;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    cluster = new ConfiguredByHand(temporary.resolve("r"));
    administrator = cluster.administrator();
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
  }

  @BeforeEach
  void fresh() throws Exception {
    patch("{\"updateMask\": \"oidc,authnWebhook,authzWebhook\"}");
    awaitReview("first", "not authenticated");
  }

  private JsonNode call(String method, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer = cluster.call(method, body);
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
    String token = cluster.file(webhook + "-webhook.token");
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

  @Test
  void aWebhookThatIsConfiguredLetsItsUsersIn() throws Exception {
    patch("{\"authnWebhook\": %s}".formatted(cluster.webhook("first")));
    awaitReview("first", GOOD);
  }

  @Test
  void anotherWebhookTakesThePlaceOfTheFirst() throws Exception {
    patch("{\"authnWebhook\": %s}".formatted(cluster.webhook("first")));
    patch("{\"authnWebhook\": %s}".formatted(cluster.webhook("second")));
    awaitReview("second", GOOD);
    awaitReview("first", "not authenticated");
  }

  @Test
  void theClusterIsNotRecreated() throws Exception {
    String uid = uid();
    patch("{\"authnWebhook\": %s}".formatted(cluster.webhook("first")));
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
                .formatted(cluster.webhook("first"), own));
    awaitStatus("STATUS_FAILED");
    assertThat(call("GET", "").has("authnWebhook")).isFalse();
    assertThat(uid()).as("it answers again").isNotEmpty();
  }
}
