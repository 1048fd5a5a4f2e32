package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at any moment: the next run cleans up, and harms no other. */
final class RunKilledIT {

  private static final int KILLS = 10;
  private static final int LATEST_MILLIS = 7000;

  @TempDir Path scratch;

  /** A run of all subjects; a part of the scenarios is enough to see that nobody harms it. */
  private static String[] whole(String directory) {
    return new String[] {
      "run",
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
  void theNextRunRemovesWhatKilledOnesLeftAndNoLiveOne() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (Program program = new Program(scratch)) {
      List<Program.Running> killed = new ArrayList<>();
      for (int i = 0; i < KILLS; i++) {
        // One in each tenth of the time that a run takes.
        int tenth = LATEST_MILLIS / KILLS;
        int millis = 300 + i * tenth + random.nextInt(tenth);
        Program.Running running =
            program.start("run", "--idp", i % 2 == 0 ? "both" : "embedded", "--out", "killed");
        boolean ended = running.process().waitFor(millis, TimeUnit.MILLISECONDS);
        assertThat(ended).as("ended by itself, seed %d", seed).isFalse();
        running.process().destroyForcibly();
        killed.add(running);
      }
      for (Program.Running running : killed) {
        assertThat(running.await().code()).isEqualTo(137);
      }
      Program.Running live = program.start(whole("live"));
      Program.await("a live run", () -> live.said("reference system:"));
      Program.Outcome next = program.run(whole("next"));
      Program.Outcome other = live.await();
      assertThat(next.code()).as(next.all()).isZero();
      assertThat(other.code()).as(other.all()).isZero();
      assertThat(program.report("live").path("verdict").asString()).isEqualTo("conformant");
      assertThat(program.children()).as("orphans, seed %d", seed).isEmpty();
      assertThat(program.runDirectories())
          .as("directories, seed %d", seed)
          // One that was killed within the instant in which it makes its directory is let age.
          .filteredOn(directory -> !directory.getFileName().toString().startsWith("new-"))
          .isEmpty();
    }
  }
}
