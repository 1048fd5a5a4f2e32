package dev.cksauth.reference.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunDirectoryTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration STEP = Duration.ofMillis(10);

  /** Ends with its standard input. */
  private static final List<String> POLITE = List.of("sh", "-c", "echo ready; cat");

  /** Ends by SIGKILL only. */
  private static final List<String> STUBBORN =
      List.of("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 60 & wait; done");

  @TempDir Path temporary;

  private static ChildProcess.Command command(List<String> arguments) {
    return new ChildProcess.Command("child", arguments, Map.of("PATH", System.getenv("PATH")));
  }

  private Path base() {
    return temporary.resolve("base");
  }

  /** A child of nobody's run, that ends only by signal: what a killed run may leave. */
  private static Process orphan() throws IOException {
    return new ProcessBuilder("sh", "-c", "while :; do sleep 60 & wait; done").start();
  }

  private Path abandoned(String name, String journal) throws IOException {
    try (RunDirectory run = RunDirectory.create(base())) {
      assertThat(run.path()).exists(); // makes the base
    }
    Path directory = Files.createDirectory(base().resolve(name));
    Files.writeString(directory.resolve("owner"), "1 0");
    Files.writeString(directory.resolve("lock"), "");
    Files.writeString(directory.resolve("children"), journal);
    return directory;
  }

  private static String line(ProcessHandle process, Duration shift) {
    Instant start = process.info().startInstant().orElseThrow().plus(shift);
    return "%d %d child%n".formatted(process.pid(), start.toEpochMilli());
  }

  @Test
  void oneThatIsKeptIsThereAfterItsEnd() throws IOException {
    RunDirectory run = RunDirectory.create(base());
    run.keep();
    run.close();

    assertThat(run.path()).exists();
  }

  @Test
  void isReadableByItsOwnerOnly() throws Exception {
    try (RunDirectory run = RunDirectory.create(base())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run.path())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void isGoneWithItsChildrenWhenClosed() throws Exception {
    RunDirectory run = RunDirectory.create(base());
    ChildProcess polite = run.start(command(POLITE));
    Files.createDirectories(run.path().resolve("a/b"));
    run.close();
    assertThat(polite.alive()).isFalse();
    assertThat(run.path()).doesNotExist();
  }

  @Test
  void leavesTheTargetOfASymbolicLinkWhenDeleted() throws Exception {
    Path precious = Files.writeString(temporary.resolve("precious"), "x");
    try (RunDirectory run = RunDirectory.create(base())) {
      Files.createSymbolicLink(run.path().resolve("link"), precious);
      Files.createSymbolicLink(run.path().resolve("all"), temporary);
    }
    assertThat(precious).exists();
  }

  @Test
  void killsAChildThatIgnoresEveryRequest() throws Exception {
    try (RunDirectory run = RunDirectory.create(base())) {
      ChildProcess stubborn = run.start(command(STUBBORN));
      Poll.until("it is up", LONG, STEP, Poll.that(() -> stubborn.logTail(1).equals("ready")));
      stubborn.close();
      assertThat(stubborn.alive()).isFalse();
    }
  }

  @Test
  void givesAChildExactlyTheNamedEnvironment() throws Exception {
    try (RunDirectory run = RunDirectory.create(base())) {
      ChildProcess child =
          run.start(
              new ChildProcess.Command("env", List.of("/usr/bin/env"), Map.of("ONLY", "this")));
      Poll.until("it ended", LONG, STEP, Poll.that(() -> !child.alive()));
      assertThat(child.logTail(9)).isEqualTo("ONLY=this");
    }
  }

  @Test
  void showsTheLastLinesOfALog() throws Exception {
    try (RunDirectory run = RunDirectory.create(base())) {
      ChildProcess child = run.start(command(List.of("sh", "-c", "seq 100000; exit 3")));
      Poll.until("it ended", LONG, STEP, Poll.that(() -> !child.alive()));
      assertThat(child.logTail(2)).isEqualTo("99999\n100000");
      assertThat(child.exitCode()).hasValue(3);
    }
  }

  @Test
  void refusesABaseThatIsASymbolicLink() throws Exception {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createSymbolicLink(base(), elsewhere);
    assertThatThrownBy(() -> RunDirectory.create(base())).isInstanceOf(IOException.class);
    assertThat(RunDirectory.reapAbandoned(base())).isEmpty();
  }

  @Test
  void refusesABaseThatOthersMayWriteTo() throws Exception {
    Files.createDirectory(base());
    Files.setPosixFilePermissions(base(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> RunDirectory.create(base())).hasMessageContaining("others may write");
  }

  @Test
  void reaperLeavesRunsOfThisProcessAlone() throws Exception {
    try (RunDirectory run = RunDirectory.create(base())) {
      assertThat(RunDirectory.reapAbandoned(base())).isEmpty();
      assertThat(run.path()).exists();
    }
  }

  @Test
  void reaperLeavesRunsOfLivingProcessesAlone() throws Exception {
    Path directory = abandoned("run-held", "");
    String java = ProcessHandle.current().info().command().orElseThrow();
    Path source = temporary.resolve("Hold.java");
    Files.writeString(
        source,
        """
        import java.nio.channels.FileChannel;
        import java.nio.file.Path;
        import java.nio.file.StandardOpenOption;

        class Hold {
          public static void main(String[] arguments) throws Exception {
            try (var channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
              channel.lock();
              System.out.println("held");
              System.in.read();
            }
          }
        }
        """);
    Process holder =
        new ProcessBuilder(java, source.toString(), directory.resolve("lock").toString()).start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      assertThat(RunDirectory.reapAbandoned(base())).isEmpty();
      holder.destroyForcibly().waitFor();
      assertThat(RunDirectory.reapAbandoned(base()))
          .containsExactly(new RunDirectory.Reaped(directory, List.of()));
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void reaperKillsRecordedChildrenOfAbandonedRuns() throws Exception {
    Process orphan = orphan();
    Path directory = abandoned("run-dead", line(orphan.toHandle(), Duration.ZERO));
    assertThat(RunDirectory.reapAbandoned(base()))
        .containsExactly(new RunDirectory.Reaped(directory, List.of(orphan.pid())));
    assertThat(orphan.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(directory).doesNotExist();
  }

  @Test
  void reaperSparesAProcessThatOnlyHasTheSameId() throws Exception {
    Process stranger = orphan();
    try {
      abandoned("run-dead", line(stranger.toHandle(), Duration.ofMinutes(-5)));
      assertThat(RunDirectory.reapAbandoned(base()).getFirst().killed()).isEmpty();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      ProcessTree.of(stranger.toHandle()).kill();
    }
  }

  @Test
  void reaperIgnoresAJournalThatWasCutOff() throws Exception {
    abandoned("run-dead", "12 34\nnonsense\n99999999999999999999 1 x\n7");
    assertThat(RunDirectory.reapAbandoned(base()).getFirst().killed()).isEmpty();
  }

  @Test
  void reaperFollowsNoSymbolicLink() throws Exception {
    Path directory = abandoned("run-dead", "");
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createSymbolicLink(base().resolve("run-link"), elsewhere);
    assertThat(RunDirectory.reapAbandoned(base()))
        .containsExactly(new RunDirectory.Reaped(directory, List.of()));
    assertThat(elsewhere).exists();
  }

  @Test
  void reaperTakesAHalfMadeDirectoryOnlyWhenItIsOld() throws Exception {
    Path directory = abandoned("new-1", "");
    assertThat(RunDirectory.reapAbandoned(base())).isEmpty();
    Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));
    assertThat(RunDirectory.reapAbandoned(base())).hasSize(1);
  }
}
