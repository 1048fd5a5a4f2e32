package dev.cksauth.reference.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.input.Problems;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Endpoint;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.SubjectLoader;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One running system, asked as its users ask it. */
@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReferenceSystemTest {
  private static final String NAMESPACE =
      "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"%s\"}}";

  private ReferenceSystem system;
  private Https https;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    system =
        StartReference.start(
            temporary.resolve("r"), ReferenceOptions.EMBEDDED, StartProgress.silent());
    https = new Https(system);
  }

  @AfterAll
  void end() throws Exception {
    https.close();
    system.close();
  }

  private String token(String credential) throws Exception {
    return Https.token(system, credential);
  }

  private String administrator() throws Exception {
    return Files.readString(system.kubeconfigs().get("admin"))
        .lines()
        .filter(line -> line.strip().startsWith("token: "))
        .map(line -> line.strip().substring("token: ".length()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aConsoleTokenIsItsUserAtTheManagedEndpoint() throws Exception {
    Https.Answer answer = https.review("managed", token("console-admin"));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.username()).isEqualTo("admin@example.com");
    assertThat(answer.json().at("/status/userInfo/groups").toString())
        .isEqualTo("[\"cks:admins\",\"system:authenticated\"]");
  }

  @Test
  void aConsoleTokenIsNobodyAtTheApiServer() throws Exception {
    assertThat(https.review("unmanaged", token("console-admin")).status()).isEqualTo(401);
  }

  @Test
  void anAdministratorCreatesAndAViewerOnlyReads() throws Exception {
    String path = "/api/v1/namespaces";
    String viewer = token("console-viewer");
    assertThat(
            https
                .post(
                    "managed", path, token("console-admin"), NAMESPACE.formatted("made"), Map.of())
                .status())
        .isEqualTo(201);
    assertThat(https.get("managed", path, viewer).status()).isEqualTo(200);
    Https.Answer refused =
        https.post("managed", path, viewer, NAMESPACE.formatted("not-made"), Map.of());
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().path("message").asString("")).contains("viewer@example.com");
    assertThat(https.get("managed", "/api/v1/secrets", viewer).status()).isEqualTo(403);
  }

  @Test
  void aRevokedTokenIsRefused() throws Exception {
    assertThat(https.review("managed", token("console-revoked")).status()).isEqualTo(401);
  }

  @Test
  void aServiceAccountTokenIsGoodAtTheApiServerOnly() throws Exception {
    String administrator = administrator();
    https.post(
        "unmanaged",
        "/api/v1/namespaces/default/serviceaccounts",
        administrator,
        "{\"apiVersion\": \"v1\", \"kind\": \"ServiceAccount\", \"metadata\": {\"name\":"
            + " \"robot\"}}",
        Map.of());
    String token =
        https
            .post(
                "unmanaged",
                "/api/v1/namespaces/default/serviceaccounts/robot/token",
                administrator,
                "{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\": \"TokenRequest\","
                    + " \"spec\": {}}",
                Map.of())
            .json()
            .at("/status/token")
            .asString("");
    assertThat(https.review("unmanaged", token).username())
        .isEqualTo("system:serviceaccount:default:robot");
    assertThat(https.review("deprecated", token).status()).isEqualTo(201);
    assertThat(https.review("custom", token).status()).isEqualTo(201);
    assertThat(https.review("managed", token).status()).isEqualTo(401);
  }

  @Test
  void theAdministratorIsNobodyAtTheManagedEndpoint() throws Exception {
    assertThat(https.review("managed", administrator()).status()).isEqualTo(401);
  }

  @Test
  void impersonationIsRefusedAtTheManagedEndpoint() throws Exception {
    Https.Answer answer =
        https.post(
            "managed",
            Https.REVIEWS,
            token("console-admin"),
            "{}",
            Map.of("Impersonate-User", "viewer@example.com"));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().path("message").asString("")).contains("impersonation");
  }

  @Test
  void theImpersonatorCanDoNothingElse() throws Exception {
    for (String verb : List.of("list", "create", "*")) {
      Https.Answer answer =
          https.post(
              "unmanaged",
              "/apis/authorization.k8s.io/v1/subjectaccessreviews",
              administrator(),
              """
              {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
               "spec": {"user": "cks:managed-endpoint", "groups": ["system:authenticated"],
                "resourceAttributes": {"verb": "%s", "resource": "pods"}}}
              """
                  .formatted(verb),
              Map.of());
      assertThat(answer.json().at("/status/allowed").asBoolean(true)).as(verb).isFalse();
    }
  }

  @Test
  void aWatchStreamsThroughTheManagedEndpoint() throws Exception {
    HttpResponse<java.io.InputStream> watch =
        https
            .client()
            .send(
                https
                    .request(
                        "managed",
                        "/api/v1/namespaces/default/configmaps?watch=true",
                        token("console-admin"))
                    .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    assertThat(watch.statusCode()).isEqualTo(200);
    try (BufferedReader events =
        new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
      https.post(
          "managed",
          "/api/v1/namespaces/default/configmaps",
          token("console-admin"),
          "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"seen\"}}",
          Map.of());
      // Returns when the event comes, while the watch stays open; the request's time-out ends it.
      assertThat(events.lines().anyMatch(line -> line.contains("\"seen\""))).isTrue();
    }
  }

  @Test
  void theSubjectFileLoadsWithoutAProblem() {
    Problems problems = new Problems();
    var subjects =
        new SubjectLoader(Set.of()).load(system.subjectFiles(), Environment.of(Map.of()), problems);
    assertThat(problems.all()).isEmpty();
    assertThat(subjects).hasSize(7);
    ClusterSubject cluster = (ClusterSubject) subjects.getFirst();
    assertThat(cluster.endpoints())
        .extracting(Endpoint::name)
        .containsExactly("managed", "unmanaged", "deprecated", "customer");
    assertThat(cluster.endpoint(Endpoint.CUSTOM)).contains(cluster.endpoints().getLast());
    assertThat(cluster.actions()).hasSize(5);
    assertThat(cluster.metadata().version()).hasToString("Optional[v1.37.2]");
    assertThat(cluster.inventory().warnings()).isEmpty();
  }

  @Test
  void onlyTheOwnerReadsSecrets() throws Exception {
    try (Stream<Path> all = Files.walk(system.directory())) {
      for (Path path : all.toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        if (Files.isDirectory(path)) {
          assertThat(mode).as(path.toString()).isEqualTo("rwx------");
        } else if (path.toString().matches(".*(token|key|kubeconfig|yaml|csv)")) {
          assertThat(mode).as(path.toString()).isEqualTo("rw-------");
        }
      }
    }
  }

  @Test
  void saysHowLongEachPartTook() {
    assertThat(system.summary())
        .matches(
            "reference system: embedded issuers.* · API server \\d+\\.\\d s.* · up in \\d+\\.\\d s")
        .contains("managed endpoint", "Cloud Console");
  }
}
