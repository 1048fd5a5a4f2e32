package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A cluster that is not ours: what is sent there, and that nothing stays there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForeignClusterIT {

  /** Makes a ServiceAccount, and waits for what never comes. */
  private static final String ENDLESS =
      """
      title: The unmanaged endpoint names nobody for a good token
      requirement: CKS-MANAGED-01
      level: MUST
      profiles: [endpoints]
      needs: [unmanaged-endpoint, create-service-accounts]
      impact: writes
      steps:
        - control: the unmanaged endpoint lets a ServiceAccount in
          request: {endpoint: unmanaged, as: service-account}
          expect: {identity: own}
        - title: the token names nobody
          await:
            request: {endpoint: unmanaged, as: service-account}
            within: 2m
          expect: {identity: none}
      consequence: None.
      fix: None.
      """;

  private static final String[] ENDPOINTS = {"managed", "unmanaged", "deprecated"};

  private ForeignCluster cluster;
  private Program program;

  @BeforeAll
  void start(@TempDir Path reference) throws Exception {
    cluster = new ForeignCluster(reference.resolve("r"));
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
  }

  @BeforeEach
  void open(@TempDir Path scratch) throws Exception {
    program = new Program(scratch);
    program.file("more/own/endless.yaml", ENDLESS);
  }

  @AfterEach
  void close() throws Exception {
    program.close();
    cluster.assertNothingIsLeft();
    assertThat(journal()).isEmpty();
  }

  private List<Path> journal() throws IOException {
    Path directory = program.path("state/cks-auth/journal");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private void administered(String token, String credentials) throws Exception {
    program.file("admin.kubeconfig", cluster.kubeconfig(token));
    program.file(
        "foreign.yaml",
        cluster.subject(ENDPOINTS)
            + "administrator: {kubeconfig: {file: admin.kubeconfig}}\n"
            + "credentials:\n"
            + credentials);
  }

  private String console(boolean disposable) throws Exception {
    return "  - {name: me, kind: console, token: \"%s\", disposable: %s, expect: {username: %s}}%n"
        .formatted(cluster.consoleToken("console-admin"), disposable, "admin@example.com");
  }

  /** The verdict and the reason of each scenario. */
  private Map<String, String> results() throws Exception {
    Map<String, String> results = new TreeMap<>();
    for (JsonNode result : program.report().path("results")) {
      results.put(
          result.path("id").asString(),
          result.path("verdict").asString() + ": " + result.path("reason").asString());
    }
    return results;
  }

  @Test
  void twoTokensAreEnoughForAVerdict() throws Exception {
    String robot = cluster.serviceAccountToken("default", "robot");
    program.file(
        "foreign.yaml",
        cluster.subject(ENDPOINTS)
            + "credentials:\n"
            + console(false)
            + "  - {name: robot, kind: service-account, token: \""
            + robot
            + "\"}\n");
    Program.Outcome outcome = program.run("run", "foreign.yaml");
    assertThat(outcome.code()).as(outcome.all()).isZero();
    assertThat(results())
        .hasEntrySatisfying("managed/accepts-console-token", r -> assertPassed(r))
        .hasEntrySatisfying("managed/rejects-service-account-token", r -> assertPassed(r))
        .hasEntrySatisfying(
            "unmanaged/rejects-console-token",
            r -> assertThat(r).startsWith("not-tested").contains("not marked `disposable: true`"))
        .hasEntrySatisfying(
            "deprecated/rejects-console-token", r -> assertThat(r).startsWith("not-tested"))
        .hasEntrySatisfying(
            "service-account/reviewed-through-api",
            r -> assertThat(r).startsWith("not-tested").contains("no administrator is given"));
    assertThat(results().values()).noneMatch(r -> r.startsWith("error"));
    assertThat(outcome.out()).doesNotContain("to revoke");
  }

  private static void assertPassed(String result) {
    assertThat(result).startsWith("passed");
  }

  @Test
  void anAdministratorAndADisposableTokenAreEnoughForMostOfIt() throws Exception {
    administered(cluster.administratorToken(), console(true));
    Program.Outcome outcome = program.run("run", "foreign.yaml");
    assertThat(outcome.code()).as(outcome.all()).isZero();
    assertThat(results())
        .hasEntrySatisfying("unmanaged/rejects-console-token", r -> assertPassed(r))
        .hasEntrySatisfying("service-account/reviewed-through-api", r -> assertPassed(r));
    assertThat(cluster.staying()).isEmpty();
    assertThat(outcome.out().replaceAll("\\s+", " "))
        .contains("to revoke: me (was sent to deprecated, unmanaged)");
  }

  @Test
  void aFailureThatEndsTheRunLeavesNothing() throws Exception {
    administered(cluster.administratorToken(), console(true));
    String id = "service-account/accepted-on-unmanaged";
    program.file("gaps.yaml", "- {scenario: " + id + ", reason: late, link: T-1}\n");
    Program.Outcome outcome =
        program.run(
            "run",
            "foreign.yaml",
            "--scenario",
            "service-account/*",
            "--known-gaps",
            "gaps.yaml",
            "--fail-fast",
            "--jobs",
            "1");
    assertThat(outcome.code()).as(outcome.all()).isEqualTo(1);
    assertThat(cluster.staying()).isEmpty();
  }

  private Program.Running endless() throws Exception {
    administered(cluster.administratorToken(), console(true));
    Program.Running running =
        program.start("run", "foreign.yaml", "--scenarios", "more", "--scenario", "own/endless");
    Program.await("a namespace", () -> !staying().isEmpty() || !running.process().isAlive());
    assertThat(staying()).hasSize(1);
    return running;
  }

  private List<String> staying() {
    try {
      return cluster.staying();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void whatIsInterruptedLeavesNothing() throws Exception {
    Program.Running running = endless();
    running.signal("INT");
    Program.Outcome outcome = running.await();
    assertThat(outcome.code()).as(outcome.all()).isEqualTo(130);
    assertThat(cluster.staying()).isEmpty();
    assertThat(outcome.all()).doesNotContain("could not be deleted", "may be left");
  }

  @Test
  void whatIsKilledIsCleanedLater() throws Exception {
    Program.Running running = endless();
    String namespace = staying().getFirst();
    assertThat(journal()).hasSize(1);
    Path entry = journal().getFirst();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry)))
        .isEqualTo("rw-------");
    assertThat(entry)
        .content()
        .contains("\"subject\":\"foreign\"", namespace, "\"process\":" + running.process().pid())
        .doesNotContain(cluster.administratorToken(), cluster.consoleToken("console-admin"));
    Program.Outcome early = program.run("clean", "foreign.yaml", "--all");
    assertThat(early.code()).as(early.all()).isZero();
    assertThat(early.out()).contains(namespace + ": its run still goes on");
    running.process().destroyForcibly();
    running.await();
    assertThat(cluster.staying()).containsExactly(namespace);
    Program.Outcome clean = program.run("clean", "foreign.yaml");
    assertThat(clean.code()).as(clean.all()).isZero();
    assertThat(clean.out()).contains(namespace + ": removed");
    assertThat(cluster.staying()).isEmpty();
    Program.Outcome again = program.run("clean", "foreign.yaml");
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("nothing to remove");
  }

  @Test
  void anAdministratorOfOneRightIsToldWhichOthersAreMissing() throws Exception {
    String reviewer = cluster.serviceAccountToken("default", "reviewer");
    cluster.grant(
        "reviewer",
        "{\"apiGroups\": [\"authentication.k8s.io\"], \"resources\": [\"tokenreviews\"],"
            + " \"verbs\": [\"create\"]}");
    administered(reviewer, console(true));
    Program.Outcome outcome = program.run("run", "foreign.yaml");
    assertThat(results())
        .hasEntrySatisfying("managed/accepts-console-token", r -> assertPassed(r))
        .hasEntrySatisfying(
            "service-account/reviewed-through-api",
            r ->
                assertThat(r)
                    .startsWith("not-tested")
                    .contains(
                        "(capability create-service-accounts, the administrator may not create"
                            + " namespaces, delete namespaces, create serviceaccounts, create"
                            + " serviceaccounts/token)"))
        .hasEntrySatisfying(
            "managed/rejects-service-account-token",
            r ->
                assertThat(r)
                    .startsWith("not-tested")
                    .contains("the administrator may not create namespaces"));
    assertThat(results().values()).noneMatch(r -> r.startsWith("error") || r.startsWith("failed"));
    // No ServiceAccount was accepted, which a verdict on the endpoints rests on.
    assertThat(outcome.code()).as(outcome.all()).isEqualTo(3);
    Program.Outcome clean = program.run("clean", "foreign.yaml");
    assertThat(clean.code()).isZero();
    assertThat(clean.out()).contains("may not list namespaces", "nothing to remove");
  }

  /** As {@code kubectl apply} does it; the kubeconfig is the one that the comments give. */
  private void apply(String manifest) throws Exception {
    Map<String, String> paths =
        Map.of(
            "ServiceAccount", "/api/v1/namespaces/kube-system/serviceaccounts",
            "ClusterRole", "/apis/rbac.authorization.k8s.io/v1/clusterroles",
            "ClusterRoleBinding", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings");
    for (String document : manifest.split("(?m)^---$", -1)) {
      String kind =
          document
              .lines()
              .filter(line -> line.startsWith("kind: "))
              .map(line -> line.substring("kind: ".length()))
              .findFirst()
              .orElseThrow();
      cluster.post(Objects.requireNonNull(paths.get(kind)), "application/yaml", document);
    }
    String kubeconfig =
        manifest
            .lines()
            .filter(line -> line.startsWith("#   "))
            .map(line -> line.substring("#   ".length()))
            .dropWhile(line -> !line.equals("apiVersion: v1"))
            .collect(Collectors.joining("\n"));
    program.file("cks-auth.kubeconfig", kubeconfig);
    program.file("cks-auth.token", cluster.tokenOf("kube-system", "cks-auth"));
  }

  @Test
  void whatRbacPrintsIsEnough() throws Exception {
    String credentials = "credentials:\n" + console(true);
    program.file("foreign.yaml", cluster.subject(ENDPOINTS) + credentials);
    Program.Outcome rbac = program.run("rbac", "foreign.yaml");
    assertThat(rbac.code()).as(rbac.all()).isZero();
    assertThat(rbac.err()).isEmpty();
    apply(rbac.out());
    program.file(
        "foreign.yaml",
        cluster.subject(ENDPOINTS)
            + "administrator: {kubeconfig: {file: cks-auth.kubeconfig}}\n"
            + credentials);
    Program.Outcome outcome = program.run("run", "foreign.yaml");
    assertThat(outcome.code()).as(outcome.all()).isZero();
    assertThat(results())
        .hasEntrySatisfying("service-account/reviewed-through-api", r -> assertPassed(r))
        .hasEntrySatisfying("managed/rejects-service-account-token", r -> assertPassed(r));
    assertThat(results().values()).noneMatch(r -> r.contains("the administrator may not"));
    assertThat(outcome.all()).doesNotContain("could not be deleted");
    assertThat(cluster.staying()).isEmpty();
    Program.Outcome clean = program.run("clean", "foreign.yaml");
    assertThat(clean.out()).contains("nothing to remove").doesNotContain("may not");
  }

  private static String namespace(String name, String labels) {
    return "{\"metadata\": {\"name\": \"%s\", \"labels\": {%s}}}".formatted(name, labels);
  }

  @Test
  void whatNobodyKnowsOfIsLeftUnlessAskedFor() throws Exception {
    String name = "cks-auth-0badcafe";
    cluster.post(
        "/api/v1/namespaces",
        namespace(
            name,
            "\"app.kubernetes.io/managed-by\": \"cks-auth\", \"cks-auth.dev/run\": \"0badcafe\""));
    administered(cluster.administratorToken(), console(true));
    Program.Outcome clean = program.run("clean", "foreign.yaml");
    assertThat(clean.code()).as(clean.all()).isZero();
    assertThat(clean.out()).contains(name + ": of a run that this machine knows nothing of");
    assertThat(cluster.staying()).containsExactly(name);
    Program.Outcome all = program.run("clean", "foreign.yaml", "--all");
    assertThat(all.code()).as(all.all()).isZero();
    assertThat(all.out()).contains(name + ": removed");
    assertThat(cluster.staying()).isEmpty();
  }

  /** An entry as a killed run leaves it, of a process that is no more. */
  private void entry(String run) throws Exception {
    program.file(
        "state/cks-auth/journal/" + run + ".json",
        """
        {"run": "%s", "subject": "foreign", "server": "https://%s", "namespace": "cks-auth-%s",
         "process": 1, "processStart": "2001-01-01T00:00:00Z", "at": "2001-01-01T00:00:01Z"}
        """
            .formatted(run, cluster.address("unmanaged"), run));
  }

  @Test
  void whatIsGoneAlreadyIsStruckOut() throws Exception {
    administered(cluster.administratorToken(), console(true));
    entry("0badf00d");
    Program.Outcome clean = program.run("clean", "foreign.yaml");
    assertThat(clean.code()).as(clean.all()).isZero();
    assertThat(clean.out()).contains("cks-auth-0badf00d: was gone already");
  }

  @Test
  void whatIsNotLabelledAsTheRunsIsLeft() throws Exception {
    administered(cluster.administratorToken(), console(true));
    entry("0defaced");
    cluster.post("/api/v1/namespaces", namespace("cks-auth-0defaced", ""));
    Program.Outcome clean = program.run("clean", "foreign.yaml");
    assertThat(clean.code()).as(clean.all()).isEqualTo(3);
    assertThat(clean.out()).contains("cks-auth-0defaced: is not labelled as the run's");
    assertThat(cluster.staying()).containsExactly("cks-auth-0defaced");
    cluster.delete("/api/v1/namespaces/cks-auth-0defaced");
    assertThat(program.run("clean", "foreign.yaml").code()).isZero();
  }

  @Test
  void aPlanSaysWhatGoesWhereAndWhatIsHeldBack() throws Exception {
    administered(cluster.administratorToken(), console(false));
    Program.Outcome plan = program.run("run", "foreign.yaml", "--plan");
    assertThat(plan.code()).as(plan.all()).isZero();
    assertThat(plan.out())
        .containsPattern("me \\(console\\) +managed\n")
        .containsPattern(
            "made for the run \\(service-account\\) +deprecated, managed, reviews, unmanaged\n")
        .containsPattern("create serviceaccounts/token +create-service-accounts\n")
        .contains(
            "asked when run",
            "in it: configmaps, pods, rolebindings, roles, secrets, serviceaccounts\n")
        .contains("not-tested: the console token is not marked `disposable: true`")
        .contains("unmanaged/rejects-console-token")
        .doesNotContain(cluster.administratorToken(), cluster.consoleToken("console-admin"));
    administered(cluster.administratorToken(), console(true));
    assertThat(program.run("run", "foreign.yaml", "--plan").out())
        .containsPattern("me \\(console\\) +deprecated, managed, unmanaged\n");
  }
}
