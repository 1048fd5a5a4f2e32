package dev.cksauth.reference.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cksauth.reference.apiserver.ControlPlane;
import dev.cksauth.reference.process.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("reference")
final class LifecycleTest {
  @TempDir Path temporary;

  private ReferenceSystem start() throws Exception {
    return StartReference.start(
        temporary.resolve("r"), ReferenceOptions.EMBEDDED, StartProgress.silent());
  }

  @Test
  void twoDoNotHarmEachOtherAndNothingSurvivesTheirEnd() throws Exception {
    List<ProcessHandle> children;
    int port;
    try (ReferenceSystem one = start()) {
      ReferenceSystem two = start();
      Path directory = two.directory();
      port = Https.port(two, "managed");
      children = ProcessHandle.current().descendants().toList();
      try (Https https = new Https(two)) {
        assertThat(https.review("managed", Https.token(one, "console-admin")).status())
            .as("a token of the other's console")
            .isEqualTo(401);
      }
      two.close();
      two.close();
      assertThat(directory).doesNotExist();
      assertThat(Https.listens(port)).isFalse();
      assertThat(RunDirectory.reapAbandoned(temporary.resolve("r"))).isEmpty();
      try (Https https = new Https(one)) {
        assertThat(https.review("managed", Https.token(one, "console-admin")).username())
            .isEqualTo("admin@example.com");
      }
      assertThat(one.failure()).isEmpty();
    }
    assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    try (var left = Files.list(temporary.resolve("r"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aStartThatFailsShowsTheLogAndLeavesNothing() throws Exception {
    Path program = temporary.resolve("broken");
    Files.writeString(program, "#!/bin/sh\necho 'the disk is full of holes'\nexit 3\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    RunDirectory run = RunDirectory.create(temporary.resolve("r"));
    assertThatThrownBy(() ->
            ReferenceSystem.start(
                run,
                new ControlPlane.SingleBinary(program),
                ReferenceOptions.EMBEDDED,
                StartProgress.silent()))
        .isInstanceOf(ReferenceStartException.class)
        .hasMessageContainingAll("did not start", "ended with 3", "the disk is full of holes");
    assertThat(run.path()).doesNotExist();
  }

  @Test
  void theDeathOfTheApiServerIsTold() throws Exception {
    try (ReferenceSystem system = start()) {
      assertThat(system.failure()).isEmpty();
      List<ProcessHandle> children =
          Files.readAllLines(system.directory().resolve("children")).stream()
              .map(line -> Long.parseLong(line.split(" ", 2)[0]))
              .map(pid -> ProcessHandle.of(pid).orElseThrow())
              .toList();
      children.forEach(ProcessHandle::destroyForcibly);
      children.forEach(child -> child.onExit().join());
      assertThat(system.failure()).get().asString().contains("ended with 137");
    }
  }
}
