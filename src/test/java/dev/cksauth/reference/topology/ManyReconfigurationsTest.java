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
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A cluster's data outlives changes of its configuration, one after the other: what was written
 * before the first, and what is written between two. {@code src/bench/reconfigurations} has it make
 * fifty of them.
 */
@Tag("reference")
final class ManyReconfigurationsTest {
  private static final int CHANGES = Integer.getInteger("cksauth.reconfigurations", 4);
  private static final int OBJECTS = 100;
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration STEP = Duration.ofMillis(50);
  private static final String NAMESPACE = "/api/v1/namespaces/kept";
  private static final List<String> LISTS =
      List.of(
          "/api/v1/namespaces",
          "/api/v1/configmaps",
          "/api/v1/secrets",
          "/api/v1/serviceaccounts",
          "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings");

  private final CertificateAuthority authority = CertificateAuthority.create("configurable");
  private final List<Double> times = new ArrayList<>();
  private RunDirectory run;
  private ConfigurableCluster.Started cluster;
  private AdministratorClient administrator;
  private HttpClient client;

  @BeforeEach
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

  @AfterEach
  void stop() throws Exception {
    administrator.close();
    client.shutdownNow();
    cluster.cluster().close();
    run.close();
  }

  @Test
  void nothingIsLost() throws Exception {
    String account = fill();
    Map<String, String> expected = objects();
    assertThat(expected).hasSizeGreaterThan(OBJECTS);
    for (int i = 1; i <= CHANGES; i++) {
      change(i);
      assertThat(objects()).as("after change %d", i).isEqualTo(expected);
      assertThat(administrator.reviewed(account)).as("the account's token").isEmpty();
      JsonNode unused = write("between-" + i);
      expected = objects();
    }
    Collections.sort(times);
    System.out.printf(
        Locale.ROOT,
        "%d changes, %d objects kept; seconds from the call until in use: %.1f min, %.1f median,"
            + " %.1f max%n",
        CHANGES,
        expected.size(),
        times.getFirst(),
        times.get(times.size() / 2),
        times.getLast());
  }

  /** Objects of several kinds, and a token of an account. */
  private String fill() throws Exception {
    JsonNode unused =
        administrator.create("/api/v1/namespaces", "{\"metadata\": {\"name\": \"kept\"}}");
    for (int i = 0; i < OBJECTS; i++) {
      unused = write("object-" + i);
    }
    unused =
        administrator.create(
            NAMESPACE + "/secrets",
            "{\"metadata\": {\"name\": \"secret\"}, \"stringData\": {\"key\": \"value\"}}");
    unused =
        administrator.create(
            NAMESPACE + "/serviceaccounts", "{\"metadata\": {\"name\": \"robot\"}}");
    awaitControllers();
    return administrator
        .create(
            NAMESPACE + "/serviceaccounts/robot/token",
            "{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\": \"TokenRequest\", \"spec\":"
                + " {}}")
        .at("/status/token")
        .asString();
  }

  private JsonNode write(String name) throws Exception {
    return administrator.create(
        NAMESPACE + "/configmaps",
        "{\"metadata\": {\"name\": \"%s\"}, \"data\": {\"text\": \"%s\"}}"
            .formatted(name, name.repeat(20)));
  }

  /** What controllers make in a new namespace comes a little later. */
  private void awaitControllers() throws Exception {
    Poll.until(
        "the namespace has its account and its authority",
        LONG,
        STEP,
        () -> {
          Map<String, String> all = objects();
          return all.containsKey("/api/v1/serviceaccounts kept default")
                  && all.containsKey("/api/v1/configmaps kept kube-root-ca.crt")
              ? Poll.Attempt.success()
              : Poll.Attempt.notYet(all.size() + " objects");
        });
  }

  /** All of them with what must not change: identity, version and content. */
  private Map<String, String> objects() throws IOException, InterruptedException {
    Map<String, String> all = new TreeMap<>();
    for (String list : LISTS) {
      for (JsonNode item : administrator.get(list).path("items")) {
        JsonNode about = item.path("metadata");
        all.put(
            "%s %s %s"
                .formatted(
                    list, about.path("namespace").asString(""), about.path("name").asString("")),
            "%s %s %s"
                .formatted(about.path("uid"), about.path("resourceVersion"), item.path("data")));
      }
    }
    return all;
  }

  private String file(String name) throws IOException {
    return Files.readString(cluster.subjectFile().resolveSibling(name)).strip();
  }

  /** Another webhook each time, and every fourth time none; each is a restart. */
  private void change(int number) throws Exception {
    String webhook = List.of("", "first", "second", "first").get(number % 4);
    long asked = System.nanoTime();
    patch(
        webhook.isEmpty()
            ? "{\"updateMask\": \"authnWebhook\"}"
            : "{\"authnWebhook\": %s}".formatted(settings(webhook)));
    awaitInUse(webhook);
    times.add((System.nanoTime() - asked) / 1e9);
  }

  private void awaitInUse(String webhook) throws Exception {
    String first = file("first-webhook.token");
    String second = file("second-webhook.token");
    Poll.until(
        "the API server asks the webhook " + webhook,
        LONG,
        STEP,
        () -> {
          try {
            boolean met =
                webhook.equals("first") == administrator.reviewed(first).isEmpty()
                    && webhook.equals("second") == administrator.reviewed(second).isEmpty();
            return met ? Poll.Attempt.success() : Poll.Attempt.notYet("another one");
          } catch (IOException restarting) {
            return Poll.Attempt.notYet("does not answer");
          }
        });
  }

  private String settings(String webhook) throws IOException {
    String yaml = file("configurable-cluster.yaml");
    String url =
        yaml.replaceAll(
            "(?s).*- name: " + webhook + "\n    url: \"([^\"]*/authenticate)\".*", "$1");
    String ca =
        Base64.getEncoder()
            .encodeToString(authority.certificatePem().getBytes(StandardCharsets.US_ASCII));
    return "{\"server\": \"%s\", \"ca\": \"%s\"}".formatted(url, ca);
  }

  private void patch(String body) throws Exception {
    String id =
        file("configurable-cluster.yaml").replaceAll("(?s).*clusterId: \"([^\"]*)\".*", "$1");
    HttpRequest request =
        HttpRequest.newBuilder(cluster.api().resolve("/v1beta1/cks/clusters/" + id))
            .header("Authorization", "Bearer " + file("cks-api.token"))
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
            .build();
    Poll.until(
        "the change is taken",
        LONG,
        STEP,
        () -> {
          HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
          return answer.statusCode() == 200
              ? Poll.Attempt.success()
              : Poll.Attempt.notYet(answer.body());
        });
  }
}
