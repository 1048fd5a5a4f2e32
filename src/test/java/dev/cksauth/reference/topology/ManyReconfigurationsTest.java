package dev.cksauth.reference.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.reference.process.Poll;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

  private final List<Double> times = new ArrayList<>();
  private ConfiguredByHand cluster;
  private AdministratorClient administrator;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    cluster = new ConfiguredByHand(temporary.resolve("r"));
    administrator = cluster.administrator();
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
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

  /** Another webhook each time, and every fourth time none; each is a restart. */
  private void change(int number) throws Exception {
    String webhook = List.of("", "first", "second", "first").get(number % 4);
    long asked = System.nanoTime();
    patch(
        webhook.isEmpty()
            ? "{\"updateMask\": \"authnWebhook\"}"
            : "{\"authnWebhook\": %s}".formatted(cluster.webhook(webhook)));
    awaitInUse(webhook);
    times.add((System.nanoTime() - asked) / 1e9);
  }

  private void awaitInUse(String webhook) throws Exception {
    String first = cluster.file("first-webhook.token");
    String second = cluster.file("second-webhook.token");
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

  private void patch(String body) throws Exception {
    Poll.until(
        "the change is taken",
        LONG,
        STEP,
        () -> {
          HttpResponse<String> answer = cluster.call("PATCH", body);
          return answer.statusCode() == 200
              ? Poll.Attempt.success()
              : Poll.Attempt.notYet(answer.body());
        });
  }
}
