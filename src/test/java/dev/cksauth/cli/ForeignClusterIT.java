package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
            r -> assertThat(r).startsWith("not-applicable").contains("no administrator is given"));
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
}
