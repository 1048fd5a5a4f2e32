package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.engine.RunOptions;
import dev.cksauth.engine.Selection;
import dev.cksauth.input.Problems;
import dev.cksauth.report.ConsoleStyle;
import dev.cksauth.report.JsonReport;
import dev.cksauth.report.ProgressDisplay;
import dev.cksauth.result.Overall;
import dev.cksauth.result.Rounds;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Stability;
import dev.cksauth.result.Verdict;
import dev.cksauth.subject.Subject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run that is repeated, against a webhook that may lie now and then. */
final class RepeatTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String DENIES = "webhook/rejection/denies-unknown-token";

  @TempDir Path directory;
  private final AtomicInteger unknownAsked = new AtomicInteger();
  private IntPredicate lies = asked -> false;
  private TlsServer server;

  @BeforeEach
  void serve() throws Exception {
    server = new TlsServer(this::review);
    Files.writeString(directory.resolve("ca.pem"), server.caPem());
    Files.writeString(
        directory.resolve("subject.yaml"),
        """
        apiVersion: cks-auth.dev/v1
        kind: Webhook
        metadata: {name: acme}
        endpoint: {url: "%s/authenticate", ca: ca.pem}
        credentials:
          - {name: alice, kind: valid, token: token-of-alice, expect: {username: alice-of-acme}}
        """
            .formatted(server.url()));
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Each round of the one scenario asks once about an unknown token. */
  private TlsServer.Answer review(HttpExchange exchange) {
    try {
      JsonNode review = JSON.readTree(exchange.getRequestBody().readAllBytes());
      boolean known = review.at("/spec/token").asString("").equals("token-of-alice");
      boolean accepted = known || lies.test(unknownAsked.incrementAndGet());
      Map<String, Object> status =
          accepted
              ? Map.of("authenticated", true, "user", Map.of("username", "alice-of-acme"))
              : Map.of("authenticated", false);
      return new TlsServer.Answer(
          200,
          "application/json",
          JSON.writeValueAsString(
              Map.of(
                  "apiVersion",
                  "authentication.k8s.io/v1",
                  "kind",
                  "TokenReview",
                  "status",
                  status)));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private Called run(String... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "run",
                directory.resolve("subject.yaml"),
                "--out",
                directory.resolve("out"),
                "--scenario",
                DENIES));
    arguments.addAll(List.of(more));
    return Called.with(arguments.toArray());
  }

  private RunResult report() throws IOException {
    return new JsonReport().read(directory.resolve("out/report.json"));
  }

  private static Stability stability(RunResult run) {
    return Objects.requireNonNull(run.results().getFirst().stability());
  }

  private static Rounds rounds(RunResult run) {
    return Objects.requireNonNull(run.rounds());
  }

  @Test
  void roundsThatAgreeAreSteady() throws Exception {
    Called called = run("--repeat", "3");
    assertThat(called.code()).as(called.out() + called.err()).isZero();
    assertThat(called.err()).contains("round 1 of 3: conformant", "round 3 of 3: conformant");
    assertThat(called.out())
        .contains("3 rounds: 3 conformant", "no verdict differed between rounds, of 1 scenario");
    RunResult run = report();
    assertThat(rounds(run).done()).extracting(Rounds.Round::number).containsExactly(1, 2, 3);
    assertThat(stability(run)).isEqualTo(new Stability(3, Verdict.PASSED, 0, List.of()));
    assertThat(unknownAsked).hasValue(3);
  }

  @Test
  void aRunThatIsNotRepeatedSaysNothingOfRounds() throws Exception {
    assertThat(run("--repeat", "1").code()).isZero();
    assertThat(report().rounds()).isNull();
    assertThat(report().results().getFirst().stability()).isNull();
  }

  @Test
  void oneLieAmongRoundsIsAFailureThatSaysInWhichRound() throws Exception {
    lies = asked -> asked == 2;
    Called called = run("--repeat", "4");
    assertThat(called.code()).isEqualTo(1);
    String told = "failed in 1 (2) of 4 rounds, else passed; flake rate 25 %";
    assertThat(called.out()).contains("NON-CONFORMANT", told, "1 non-conformant (2)");
    RunResult run = report();
    assertThat(run.verdict()).isEqualTo(Overall.NON_CONFORMANT);
    assertThat(run.results().getFirst().verdict()).isEqualTo(Verdict.FAILED);
    assertThat(stability(run).flakeRate()).isEqualTo(0.25);
    assertThat(stability(run).others())
        .extracting(Stability.Span::first, Stability.Span::last, Stability.Span::verdict)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(2, 2, Verdict.FAILED));
    for (String file : List.of("index.html", "junit.xml", "summary.md")) {
      assertThat(Files.readString(directory.resolve("out").resolve(file)).replace("\\", ""))
          .as(file)
          .contains(told);
    }
  }

  @Test
  void untilFailureTheFirstRoundThatFailsIsTheLast() throws Exception {
    lies = asked -> asked == 2;
    Called called = run("--repeat", "5", "--until-failure");
    assertThat(called.code()).isEqualTo(1);
    RunResult run = report();
    assertThat(rounds(run).done())
        .extracting(Rounds.Round::verdict)
        .containsExactly(Overall.CONFORMANT, Overall.NON_CONFORMANT);
    assertThat(run.unfinished()).isFalse();
    assertThat(run.leftOut())
        .contains("Rounds 3 to 5: round 2 was not as it should be (`--until-failure`).");
    assertThat(unknownAsked).hasValue(2);
  }

  @Test
  void untilFailureAllRoundsAreRunWhereNoneFails() throws Exception {
    assertThat(run("--repeat", "3", "--until-failure").code()).isZero();
    assertThat(rounds(report()).done()).hasSize(3);
  }

  @Test
  void aKnownGapIsNoFailureToEndAt() throws Exception {
    lies = asked -> true;
    Path gaps =
        Files.writeString(
            directory.resolve("gaps.yaml"),
            "- {scenario: %s, reason: known, link: ACME-1}".formatted(DENIES));
    String[] options = {"--repeat", "2", "--until-failure", "--known-gaps", gaps.toString()};
    assertThat(run(options).code()).isZero();
    assertThat(rounds(report()).done()).hasSize(2);
  }

  @Test
  void aKnownGapThatIsClosedInOneRoundIsAFailure() throws Exception {
    lies = asked -> asked != 2;
    Path gaps =
        Files.writeString(
            directory.resolve("gaps.yaml"),
            "- {scenario: %s, reason: known, link: ACME-1}".formatted(DENIES));
    assertThat(run("--repeat", "3", "--known-gaps", gaps.toString()).code()).isEqualTo(1);
    assertThat(stability(report()).usual()).isEqualTo(Verdict.KNOWN_GAP);
  }

  @Test
  void failFastEndsAlsoTheRoundsToCome() throws Exception {
    lies = asked -> true;
    assertThat(run("--repeat", "3", "--fail-fast").code()).isEqualTo(1);
    assertThat(rounds(report()).done()).hasSize(1);
    assertThat(report().unfinished()).isTrue();
  }

  @Test
  void whatIsPublishedRenamesAlsoWhatRoundsSaid() throws Exception {
    lies = asked -> asked == 2;
    assertThat(run("--repeat", "2", "--publish").code()).isEqualTo(1);
    assertThat(stability(report()).others()).hasSize(1);
    assertThat(Files.readString(directory.resolve("out/report.json")))
        .doesNotContain("alice-of-acme")
        .containsPattern("accepted as user user-[0-9]");
  }

  @ParameterizedTest
  @CsvSource({
    "'--repeat 0', --repeat is from 1 to 10000",
    "'--repeat 10001', --repeat is from 1 to 10000",
    "'--until-failure', '--until-failure is for --repeat N'",
    "'--repeat 2 --shard 1/2', '--repeat is for a whole run, not for a --shard'",
  })
  void whatMakesNoSenseIsWrongInput(String options, String says) {
    Called called = run(options.split(" "));
    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains(says);
    assertThat(unknownAsked).hasValue(0);
  }

  /** A run as `run` makes one, so that it can be ended at a given moment. */
  private RunSession session(int rounds) throws CommandFailure {
    Catalogue catalogue = RunInput.catalogue(List.of());
    Selection selection = new Selection(List.of(), List.of(DENIES), List.of(), false);
    return new RunSession(
        catalogue, selection, RunOptions.DEFAULT, "remote", new Repetition(rounds, false, false));
  }

  private void round(RunSession session) throws CommandFailure {
    Problems problems = new Problems();
    List<Subject> subjects =
        RunInput.subjects(
            List.of(directory.resolve("subject.yaml")), RunInput.catalogue(List.of()), problems);
    RunInput.require(problems);
    try (ProgressDisplay progress =
        new ProgressDisplay(
            new PrintWriter(Writer.nullWriter()), new ConsoleStyle(false, true, 80), false)) {
      session.run(subjects, progress);
    }
  }

  @Test
  void whatWasFoundUntilAnEndBetweenRoundsIsTold() throws Exception {
    RunSession session = session(3);
    round(session);
    session.stop();
    assertThat(session.goesOn()).isFalse();
    RunResult run = session.result();
    assertThat(rounds(run).done()).hasSize(1);
    assertThat(run.unfinished()).isTrue();
    assertThat(run.leftOut()).contains("Rounds 2 to 3: the run was ended before.");
    assertThat(run.results().getFirst().verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void whatARoundDidNotComeToSaysNothingOfIt() throws Exception {
    RunSession session = session(3);
    round(session);
    session.stop();
    round(session);
    RunResult run = session.result();
    assertThat(rounds(run).done())
        .extracting(Rounds.Round::unfinished)
        .containsExactly(false, true);
    ScenarioResult result = run.results().getFirst();
    assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(stability(run).rounds()).isEqualTo(1);
    assertThat(run.unfinished()).isTrue();
    assertThat(run.subjects().getFirst().profiles().getFirst().requires()).isEqualTo("met");
  }

  @Test
  void anEndBeforeTheFirstRoundLeavesEverythingOpen() throws Exception {
    RunSession session = session(2);
    session.stop();
    round(session);
    RunResult run = session.result();
    assertThat(run.verdict()).isEqualTo(Overall.PARTIAL);
    assertThat(run.results().getFirst().verdict()).isEqualTo(Verdict.ERROR);
    assertThat(run.results().getFirst().stability()).isNull();
  }
}
