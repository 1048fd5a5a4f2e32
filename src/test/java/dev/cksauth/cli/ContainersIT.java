package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A reference system in containers. */
final class ContainersIT {
  private static final int KILLS = 10;
  private static final int LATEST_MILLIS = 15_000;

  /** Verdicts that may differ between the topologies, with the reason: none does. */
  private static final Map<String, String> DIFFERENT = Map.of();

  @TempDir Path scratch;

  @BeforeEach
  void docker() throws InterruptedException {
    Docker.demand();
  }

  private static Map<String, String> verdicts(JsonNode report) {
    Map<String, String> verdicts = new TreeMap<>();
    for (JsonNode result : report.path("results")) {
      verdicts.put(
          result.path("subject").asString() + " " + result.path("id").asString(),
          result.path("verdict").asString());
    }
    return verdicts;
  }

  @Test
  void everyScenarioHasTheSameVerdictInContainersAndInProcesses() throws Exception {
    try (Program program = new Program(scratch)) {
      Program.Outcome contained =
          program.run("run", "--topology", "containers", "--out", "containers");
      assertThat(contained.code()).as(contained.all()).isZero();
      Program.Outcome process = program.run("run", "--topology", "process", "--out", "process");
      assertThat(process.code()).as(process.all()).isZero();
      JsonNode report = program.report("containers");
      assertThat(report.path("topology").asString()).isEqualTo("containers");
      Map<String, String> verdicts = verdicts(report);
      verdicts.keySet().removeAll(DIFFERENT.keySet());
      Map<String, String> others = verdicts(program.report("process"));
      others.keySet().removeAll(DIFFERENT.keySet());
      assertThat(verdicts).hasSizeGreaterThan(1000).isEqualTo(others);
      program.assertNothingLeft();
      assertThat(Docker.left(scratch.toString())).isEmpty();
    }
  }

  @Test
  void nothingIsPrivilegedAndNothingPublishedBeyondLoopback() throws Exception {
    try (Program program = new Program(scratch)) {
      Program.Outcome up = program.run("up", "--topology", "containers", "--idp", "embedded");
      assertThat(up.code()).as(up.all()).isZero();
      try {
        List<String> containers = Docker.containers(onlyRun(program).toString());
        // A pod, two API servers, two managed endpoints, a container for each sample webhook.
        assertThat(containers).hasSizeGreaterThanOrEqualTo(8);
        for (String container : containers) {
          String privilege =
              "{{.HostConfig.Privileged}} {{.HostConfig.NetworkMode}} {{.HostConfig.PidMode}}";
          assertThat(Docker.lines("inspect", "--format", privilege, container).getFirst())
              .startsWith("false ")
              .doesNotContain("host");
          assertThat(Docker.lines("inspect", "--format", "{{json .Mounts}}", container).getFirst())
              .doesNotContain("docker.sock");
          assertThat(Docker.lines("port", container))
              .allMatch(line -> line.contains(" 127.0.0.1:") || line.contains("-> 127.0.0.1:"));
        }
      } finally {
        Program.Outcome down = program.run("down");
        assertThat(down.code()).as(down.all()).isZero();
      }
      assertThat(runs(program)).isEmpty();
      assertThat(Docker.left(scratch.toString())).isEmpty();
    }
  }

  private static Path onlyRun(Program program) throws Exception {
    assertThat(runs(program)).hasSize(1);
    return runs(program).getFirst();
  }

  private static List<Path> runs(Program program) throws Exception {
    return program.runDirectories().stream()
        .filter(path -> path.getFileName().toString().startsWith("run-"))
        .toList();
  }

  @Test
  void theNextRunRemovesWhatKilledOnesLeft() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (Program program = new Program(scratch)) {
      for (int i = 0; i < KILLS; i++) {
        int tenth = LATEST_MILLIS / KILLS;
        int millis = 500 + i * tenth + random.nextInt(tenth);
        Program.Running running = program.start(small("killed"));
        boolean ended = running.process().waitFor(millis, TimeUnit.MILLISECONDS);
        assertThat(ended).as("ended by itself, seed %d", seed).isFalse();
        running.process().destroyForcibly();
        assertThat(running.await().code()).isEqualTo(137);
      }
      Program.Outcome next = program.run(small("next"));
      assertThat(next.code()).as(next.all()).isZero();
      assertThat(program.report("next").path("verdict").asString()).isEqualTo("conformant");
      assertThat(Docker.left(scratch.toString())).as("seed %d", seed).isEmpty();
      assertThat(program.runDirectories())
          .as("directories, seed %d", seed)
          // One that was killed within the instant in which it makes its directory is let age.
          .filteredOn(directory -> !directory.getFileName().toString().startsWith("new-"))
          .isEmpty();
    }
  }

  private static String[] small(String directory) {
    return new String[] {
      "run",
      "--topology",
      "containers",
      "--idp",
      "embedded",
      "--scenario",
      "managed/*",
      "--scenario",
      "webhook/answer/*",
      "--out",
      directory
    };
  }

  @Test
  void anInterruptedStartLeavesNothing() throws Exception {
    try (Program program = new Program(scratch)) {
      Program.Running running = program.start(small("interrupted"));
      Program.await("a container", () -> hasContainer() || !running.process().isAlive());
      running.signal("INT");
      Program.Outcome outcome = running.await();
      assertThat(outcome.code()).as(outcome.all()).isEqualTo(130);
      program.assertNothingLeft();
      assertThat(Docker.left(scratch.toString())).isEmpty();
    }
  }

  private boolean hasContainer() {
    try {
      return Docker.left(scratch.toString()).size() > 1;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aMissingImageIsNamedWithWhatHelps() throws Exception {
    try (Program program = new Program(scratch)) {
      Program.Outcome outcome =
          program
              .start(Map.of("CKS_AUTH_IMAGE_K3S", "cks-auth/nothing:1"), small("missing"))
              .await();
      assertThat(outcome.code()).isEqualTo(4);
      assertThat(outcome.err())
          .contains("has no image cks-auth/nothing:1", "src/images/build", "--topology process");
      program.assertNothingLeft();
    }
  }

  @Test
  void aMissingDockerIsToldWithWhatHelps() throws Exception {
    // In a container there is none, whatever Testcontainers looks for.
    Docker.Ended ended =
        Docker.run(
            "--read-only",
            "--tmpfs",
            "/tmp",
            Docker.program(),
            "run",
            "--topology",
            "containers",
            "--out",
            "/tmp/reports");
    assertThat(ended.code()).as(ended.said()).isEqualTo(4);
    assertThat(ended.said())
        .contains("no Docker engine answers", "--topology process")
        .doesNotContain("Exception", "\tat ");
  }
}
