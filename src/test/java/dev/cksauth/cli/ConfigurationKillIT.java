package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.reference.cksapi.AuthSettings;
import dev.cksauth.reference.topology.QuickConfigurable;
import dev.cksauth.reference.topology.QuickConfigurable.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The profile {@code configuration} killed at twenty moments, and ended by Ctrl-C at some: {@code
 * restore}, or the end of the run itself, brings back a cluster that is configured as it was. The
 * subjects are clusters that are configured within milliseconds, for what is tested is the way
 * back; several at once, for a run mostly waits.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConfigurationKillIT {
  private static final int KILLS = 20;
  private static final int INTERRUPTIONS = 4;
  private static final int LANES = 4;
  private static final int LONGEST_PAUSE_MILLIS = 150;

  private final long seed = Long.getLong("cksauth.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final List<Lane> lanes = new ArrayList<>();
  private Moment whole = new Moment(0, 0);

  /** What becomes of the request at which a run is ended. */
  private enum Fate {
    /** It is as if it had never been sent. */
    LOST,
    /** It is carried out, and nobody reads the answer. */
    TAKEN,
    /** It is answered, and the run goes on for a moment. */
    ANSWERED
  }

  /**
   * When a run is ended.
   *
   * @param change whether changes are counted, else all requests
   * @param pause in milliseconds, after an answer
   */
  private record End(boolean change, int at, Fate fate, int pause) {
    boolean is(Moment seen) {
      return (change ? seen.change() : seen.number()) == at;
    }
  }

  /** A cluster with the program that tests it. */
  private static final class Lane implements AutoCloseable {
    final Program program;
    final QuickConfigurable cluster;
    final JsonNode before;
    final AuthSettings used;

    Lane(Path home) throws Exception {
      program = new Program(home);
      cluster = QuickConfigurable.start(home.resolve("cluster"));
      cluster.configureSecond();
      before = cluster.document();
      used = cluster.inUse();
      assertThat(before.path("authnWebhook").path("server").asString()).isNotEmpty();
      assertThat(before.path("oidc").path("issuerUrl").asString()).isNotEmpty();
    }

    String[] run() {
      return new String[] {
        "run", "--profile", "configuration", cluster.subjectFile().toString(), "--out", "reports"
      };
    }

    void assertIsAsItWas(String when) throws Exception {
      assertThat(cluster.document()).as(when).isEqualTo(before);
      assertThat(cluster.inUse()).as(when).isEqualTo(used);
    }

    Program.Outcome restore() throws Exception {
      return program.run("restore", cluster.subjectFile().toString());
    }

    @Override
    public void close() {
      program.close();
      cluster.close();
    }
  }

  /** What is done in one lane. */
  @FunctionalInterface
  private interface Try {
    void in(Lane lane, End end, String words) throws Exception;
  }

  @BeforeAll
  void start(@TempDir Path scratch) throws Exception {
    for (int i = 0; i < LANES; i++) {
      lanes.add(new Lane(Files.createDirectories(scratch.resolve("lane-" + i))));
    }
    Lane first = lanes.getFirst();
    first.cluster.watch(QuickConfigurable.Witness.NOBODY);
    Program.Outcome undisturbed = first.program.run(first.run());
    assertThat(undisturbed.code()).as(undisturbed.all()).isZero();
    whole = first.cluster.seen();
    first.assertIsAsItWas("after a run that nobody disturbed");
  }

  @AfterAll
  void stop() {
    lanes.forEach(Lane::close);
  }

  /** One in each of as many parts of a whole. */
  private int one(int part, int parts, int of) {
    double width = 0.95 * of / parts;
    return 1 + (int) (part * width + random.nextDouble() * width);
  }

  private End end(boolean change, int part, int parts, Fate fate) {
    int at = one(part, parts, change ? whole.change() : whole.number());
    return new End(change, at, fate, random.nextInt(LONGEST_PAUSE_MILLIS));
  }

  private void each(List<End> ends, Try attempt) throws Exception {
    System.out.printf("seed %d: %s%n", seed, ends);
    try (ExecutorService threads = Executors.newFixedThreadPool(LANES)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < LANES; i++) {
        int lane = i;
        running.add(
            threads.submit(() -> {
              for (int at = lane; at < ends.size(); at += LANES) {
                End end = ends.get(at);
                attempt.in(lanes.get(lane), end, "%s; seed %d".formatted(end, seed));
              }
              return null;
            }));
      }
      for (Future<?> one : running) {
        Object unused = one.get();
      }
    }
  }

  @Test
  void afterAKillAtAnyMomentItIsRestored() throws Exception {
    List<End> ends = new ArrayList<>();
    for (int i = 0; i < KILLS; i++) {
      // The moments that matter are those of changes: half of the kills.
      Fate fate = Fate.values()[random.nextInt(Fate.values().length)];
      ends.add(end(i % 2 == 0, i / 2, KILLS / 2, fate));
    }
    each(
        ends,
        (lane, end, words) -> {
          Program.Outcome killed = ended(lane, end, "KILL");
          assertThat(killed.code()).as(words + killed.err()).isEqualTo(137);
          Program.Outcome restored = lane.restore();
          assertThat(restored.code()).as(words + restored.all()).isZero();
          lane.assertIsAsItWas(words);
        });
  }

  @Test
  void afterCtrlCTheRunPutsItBackItself() throws Exception {
    List<End> ends = new ArrayList<>();
    for (int i = 0; i < INTERRUPTIONS; i++) {
      ends.add(end(true, i, INTERRUPTIONS, Fate.ANSWERED));
    }
    each(
        ends,
        (lane, end, words) -> {
          Program.Outcome interrupted = ended(lane, end, "INT");
          assertThat(interrupted.code()).as(words + interrupted.err()).isEqualTo(130);
          lane.assertIsAsItWas(words);
          assertThat(lane.program.report("reports").path("unfinished").asBoolean()).isTrue();
          assertThat(lane.restore().out()).as(words).contains("nothing to put back");
        });
  }

  /** Runs the profile until a moment, and sends its process a signal then. */
  private static Program.Outcome ended(Lane lane, End end, String signal) throws Exception {
    CompletableFuture<Program.Running> running = new CompletableFuture<>();
    AtomicBoolean done = new AtomicBoolean();
    lane.cluster.watch(moment -> {
      if (!end.is(moment) || done.getAndSet(true)) {
        return true;
      }
      if (end.fate() == Fate.ANSWERED) {
        CompletableFuture<Void> unused =
            running.thenAcceptAsync(
                run -> send(run, signal),
                CompletableFuture.delayedExecutor(end.pause(), TimeUnit.MILLISECONDS));
        return true;
      }
      send(running.join(), signal);
      Process gone = running.join().process().onExit().join();
      return !gone.isAlive() && end.fate() == Fate.TAKEN;
    });
    running.complete(lane.program.start(lane.run()));
    Program.Outcome outcome = running.join().await();
    lane.cluster.watch(QuickConfigurable.Witness.NOBODY);
    return outcome;
  }

  private static void send(Program.Running run, String signal) {
    try {
      run.signal(signal);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
