package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Ctrl-C and SIGTERM, whenever they come. */
final class RunInterruptedIT {

  private static final Duration SOON = Duration.ofSeconds(8);

  /** Waits for what never comes. */
  private static final String ENDLESS =
      """
      title: The managed endpoint names nobody for a good token
      requirement: CKS-MANAGED-01
      level: MUST
      profiles: [endpoints]
      needs: [managed-endpoint]
      steps:
        - control: the managed endpoint lets a console token in
          request: {endpoint: managed, as: console}
          expect: {identity: own}
        - title: the token names nobody
          await:
            request: {endpoint: managed, as: console}
            within: 2m
          expect: {identity: none}
      consequence: None.
      fix: None.
      """;

  @TempDir Path scratch;
  private Program program;

  @BeforeEach
  void open() throws Exception {
    program = new Program(scratch);
  }

  @AfterEach
  void close() {
    program.close();
  }

  private Program.Outcome end(Program.Running running, String signal) throws Exception {
    long from = System.nanoTime();
    running.signal(signal);
    Program.Outcome outcome = running.await();
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(SOON);
    assertThat(outcome.all()).doesNotContain("\tat ").doesNotContain("Exception");
    program.assertNothingLeft();
    return outcome;
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void endsAStart(String signal, int code) throws Exception {
    Program.Running running = program.start("run");
    Program.await("a child", () -> !children().isEmpty() || !running.process().isAlive());
    assertThat(end(running, signal).code()).isEqualTo(code);
  }

  private List<Long> children() {
    try {
      return program.children();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void writesWhatIsKnownOfTheReference(String signal, int code) throws Exception {
    program.file("more/own/endless.yaml", ENDLESS);
    Program.Running running =
        program.start(
            "run",
            "--idp",
            "embedded",
            "--scenarios",
            "more",
            "--scenario",
            "managed/accepts-console-token",
            "--scenario",
            "own/endless");
    Program.await(
        "a first result", () -> running.said("managed  1/1") || !running.process().isAlive());
    Program.Outcome outcome = end(running, signal);
    assertThat(outcome.code()).isEqualTo(code);
    assertThat(outcome.err()).contains("interrupted: the report is of what had run until then");
    assertUnfinished();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void writesWhatIsKnownOfAnEndpointThatHangs(String signal, int code) throws Exception {
    try (Trap trap = new Trap()) {
      program.file("hangs.yaml", TroubleFiles.cluster(trap.url(), trap.url()));
      Program.Running running = program.start("run", "hangs.yaml");
      Program.await("a connection", () -> trap.connections() > 0 || !running.process().isAlive());
      Program.Outcome outcome = end(running, signal);
      assertThat(outcome.code()).isEqualTo(code);
      assertUnfinished();
    }
  }

  private void assertUnfinished() throws Exception {
    JsonNode report = program.report();
    assertThat(report.path("unfinished").asBoolean()).isTrue();
    assertThat(report.path("verdict").asString()).isEqualTo("partial");
    assertThat(report.path("results").findValuesAsString("reason"))
        .contains("not run: the run was ended before");
  }
}
