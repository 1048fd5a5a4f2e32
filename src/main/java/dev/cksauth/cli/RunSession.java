package dev.cksauth.cli;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.engine.Conformance;
import dev.cksauth.engine.OthersLeftOut;
import dev.cksauth.engine.Publication;
import dev.cksauth.engine.RunOptions;
import dev.cksauth.engine.Selection;
import dev.cksauth.engine.Soak;
import dev.cksauth.engine.SubjectRun;
import dev.cksauth.engine.Verdicts;
import dev.cksauth.report.ProgressDisplay;
import dev.cksauth.report.ScenarioGroup;
import dev.cksauth.result.Overall;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Shard;
import dev.cksauth.result.SubjectResult;
import dev.cksauth.subject.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.CancellationToken;

/**
 * All subjects of one run, one after the other, as many times as it is repeated; its result can be
 * had at any moment.
 */
final class RunSession {

  private final Catalogue catalogue;
  private final Selection selection;
  private final RunOptions options;
  private final String topology;
  private final Repetition repetition;
  private final Soak soak;
  private Instant startedAt = Instant.now();
  private final List<SubjectRun> runs = new ArrayList<>();
  private final List<Subject> tested = new ArrayList<>();
  private final CancellationToken cancellation = CancellationToken.create();
  private @Nullable RunResult lastRound;

  RunSession(
      Catalogue catalogue,
      Selection selection,
      RunOptions options,
      String topology,
      Repetition repetition) {
    this.catalogue = catalogue;
    this.selection = selection;
    this.options = options;
    this.topology = topology;
    this.repetition = repetition;
    this.soak = new Soak(repetition.rounds(), repetition.untilFailure());
  }

  /** Runs all subjects once. */
  void run(List<Subject> subjects, ProgressDisplay progress) {
    List<SubjectRun> prepared = new ArrayList<>();
    for (Subject subject : subjects) {
      prepared.add(new SubjectRun(catalogue, subject, selection, options, progress::finished));
    }
    synchronized (this) {
      startedAt = Instant.now();
      runs.addAll(prepared);
      tested.clear();
      tested.addAll(subjects);
    }
    for (int i = 0; i < prepared.size(); i++) {
      progress.planned(subjects.get(i).id(), totals(prepared.get(i).planned()));
      Conformance.execute(prepared.get(i), cancellation);
    }
    prepared.forEach(SubjectRun::close);
    endRound();
  }

  /** Whether another round is to be run. */
  synchronized boolean goesOn() {
    boolean failedFast =
        options.failFast() && lastRound != null && lastRound.verdict() == Overall.NON_CONFORMANT;
    return repetition.repeated()
        && soak.count() < repetition.rounds()
        && !failedFast
        && !(repetition.untilFailure() && lastRoundFailed())
        && !cancellation.isCancellationRequested();
  }

  /** How the last round went, in a line. */
  synchronized String lastRoundLine() {
    RunResult round = lastRound;
    return round == null ? "no round" : new RoundLine(soak.count(), repetition.rounds()).of(round);
  }

  private boolean lastRoundFailed() {
    return lastRound != null && RunExit.of(lastRound, repetition.strict()) != ExitCode.DONE;
  }

  /** What a round found goes into the whole, and the round itself is forgotten. */
  private synchronized void endRound() {
    if (!repetition.repeated() || runs.isEmpty()) {
      return;
    }
    RunResult round = round();
    soak.add(round, runs);
    lastRound = round;
    runs.clear();
  }

  private static Map<String, Integer> totals(List<Scenario> planned) {
    Map<String, Integer> totals = new LinkedHashMap<>();
    planned.forEach(scenario -> totals.merge(ScenarioGroup.of(scenario.id()), 1, Integer::sum));
    return totals;
  }

  /** Has no more scenarios begin. */
  synchronized void stop() {
    cancellation.cancel();
    runs.forEach(SubjectRun::stop);
  }

  /**
   * Removes from the subjects what the runs made there.
   *
   * @return whether that was tried to the end in time
   */
  boolean cleanUp(Duration deadline) {
    List<SubjectRun> all;
    synchronized (this) {
      all = List.copyOf(runs);
    }
    Thread cleaning =
        Thread.ofPlatform().daemon().name("clean-up").start(() -> all.forEach(SubjectRun::cleanUp));
    try {
      return cleaning.join(deadline);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** All that is known now, under other names. */
  synchronized RunResult published() {
    return Publication.of(result(), tested);
  }

  /** All that is known now. A round that is under way ends by it, where a run is repeated. */
  synchronized RunResult result() {
    if (!repetition.repeated()) {
      return round();
    }
    endRound();
    boolean ended = lastRound != null && !lastRound.unfinished();
    return soak.result(round(), ended && lastRoundFailed());
  }

  private RunResult round() {
    List<SubjectResult> subjects = runs.stream().map(SubjectRun::result).toList();
    List<ScenarioResult> results = runs.stream().flatMap(run -> run.results().stream()).toList();
    List<Overall> verdicts = subjects.stream().map(SubjectResult::verdict).toList();
    return new RunResult(
        Version.current().suite(),
        catalogue.digest(),
        topology,
        startedAt,
        Instant.now(),
        Verdicts.together(verdicts),
        runs.isEmpty() || runs.stream().anyMatch(SubjectRun::unfinished),
        leftOut(),
        subjects,
        results,
        shard().orElse(null),
        null);
  }

  private Optional<Shard> shard() {
    return options
        .cut()
        .map(cut ->
            new Shard(
                cut.number(), cut.of(), cut.by(), runs.stream().map(SubjectRun::part).toList()));
  }

  private List<String> leftOut() {
    long slow = runs.stream().mapToLong(run -> run.slow().size()).sum();
    List<String> sentences = new ArrayList<>();
    shard().map(OthersLeftOut::sentence).ifPresent(sentences::add);
    if (slow > 0) {
      sentences.add(
          slow == 1
              ? "1 slow scenario, which waits longer than 20 s: add `--slow`."
              : slow + " slow scenarios, which wait longer than 20 s: add `--slow`.");
    }
    return sentences;
  }
}
