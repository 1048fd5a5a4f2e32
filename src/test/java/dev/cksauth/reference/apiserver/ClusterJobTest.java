package dev.cksauth.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.process.Poll;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A real API server takes the Job that runs shards in a cluster, and the pods that it makes. */
@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClusterJobTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration STEP = Duration.ofMillis(50);
  private static final YAMLMapper YAML = YAMLMapper.builder().build();
  private static final Map<String, String> PATHS =
      Map.of(
          "Namespace", "/api/v1/namespaces",
          "ServiceAccount", "/api/v1/namespaces/cks-auth/serviceaccounts",
          "ConfigMap", "/api/v1/namespaces/cks-auth/configmaps",
          "ClusterRole", "/apis/rbac.authorization.k8s.io/v1/clusterroles",
          "ClusterRoleBinding", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
          "Job", "/apis/batch/v1/namespaces/cks-auth/jobs");

  private HttpClient client = HttpClient.newHttpClient();
  private RunDirectory run;
  private ApiServer server;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    ControlPlane resolved =
        ControlPlaneResolver.ofProcess(Path.of("src/control-plane"))
            .resolve(BuildProgress.silent())
            .controlPlane();
    run = RunDirectory.create(temporary.resolve("r"));
    server =
        ApiServer.start(
            resolved, run, ApiServerSpec.of(CertificateAuthority.create("test"), "0a1b2c3d"));
    server.awaitReady(LONG);
    client = HttpClient.newBuilder().sslContext(Readiness.trusting(server.caPem())).build();
    // What the others are in, or name.
    for (String kind : new String[] {"Namespace", "ServiceAccount"}) {
      Poll.until(kind + " is there", LONG, STEP, () -> attempt(apply(only(kind), "")));
    }
    String rootCa = "/api/v1/namespaces/cks-auth/configmaps/kube-root-ca.crt";
    Poll.until("the namespace is set up", LONG, STEP, () -> Answer.of(server, rootCa).attempt());
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    server.close();
    run.close();
  }

  private static Poll.Attempt attempt(HttpResponse<String> answer) {
    return answer.statusCode() < 300
        ? Poll.Attempt.success()
        : Poll.Attempt.notYet(answer.statusCode() + " " + answer.body());
  }

  private static Stream<JsonNode> documents() throws IOException {
    return Stream.of(Files.readString(Path.of("src/kubernetes/shards.yaml")).split("(?m)^---$", -1))
        .map(YAML::readTree);
  }

  private static JsonNode only(String kind) throws IOException {
    return documents()
        .filter(document -> document.path("kind").asString("").equals(kind))
        .findFirst()
        .orElseThrow();
  }

  static Stream<String> kinds() throws IOException {
    return documents().map(document -> document.path("kind").asString(""));
  }

  private HttpResponse<String> send(String method, String path, String type, JsonNode body)
      throws IOException, InterruptedException {
    URI uri = URI.create("https://127.0.0.1:%d%s".formatted(server.port(), path));
    return client.send(
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + server.administratorToken())
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** As `kubectl apply --server-side` does; JSON is YAML. */
  private HttpResponse<String> apply(JsonNode object, String options)
      throws IOException, InterruptedException {
    String path =
        "%s/%s?fieldManager=test&fieldValidation=Strict%s"
            .formatted(
                PATHS.get(object.path("kind").asString()),
                object.at("/metadata/name").asString(),
                options);
    return send("PATCH", path, "application/apply-patch+yaml", object);
  }

  private HttpResponse<String> dryRun(JsonNode object) throws IOException, InterruptedException {
    return apply(object, "&dryRun=All");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isTakenByTheApiServer(String kind) throws Exception {
    HttpResponse<String> answer = dryRun(only(kind));
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
  }

  @ParameterizedTest
  @CsvSource({
    "/spec,completion, field not declared in schema",
    "/spec,completionMode, Unsupported value"
  })
  void aJobThatIsWrongIsNot(String place, String key, String says) throws Exception {
    JsonNode job = only("Job");
    ((ObjectNode) job.at(place)).put(key, "x");
    HttpResponse<String> answer = dryRun(job);
    assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(400);
    assertThat(answer.body()).contains(says);
  }

  /** What the Job's controller makes of the template, which the API server has not seen yet. */
  private HttpResponse<String> pod(JsonNode template) throws Exception {
    ObjectNode pod = ((ObjectNode) template).deepCopy();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    ((ObjectNode) pod.path("metadata")).put("name", "cks-auth-0");
    return send(
        "POST",
        "/api/v1/namespaces/cks-auth/pods?dryRun=All&fieldValidation=Strict",
        "application/json",
        pod);
  }

  @Test
  void itsPodsAreTakenInANamespaceThatTakesRestrictedOnesAlone() throws Exception {
    HttpResponse<String> answer = pod(only("Job").at("/spec/template"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  @Test
  void aPodThatIsNotRestrictedIsNot() throws Exception {
    JsonNode template = only("Job").at("/spec/template");
    ((ObjectNode) template.at("/spec/containers/0/securityContext")).remove("capabilities");
    assertThat(pod(template).body()).contains("violates PodSecurity");
  }

  @Test
  void aPodOfAnAccountThatIsNotThereIsNot() throws Exception {
    JsonNode template = only("Job").at("/spec/template");
    ((ObjectNode) template.path("spec")).put("serviceAccountName", "other");
    assertThat(pod(template).body()).contains("serviceaccount \\\"other\\\" not found");
  }
}
