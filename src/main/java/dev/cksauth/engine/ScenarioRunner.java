package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.catalogue.Step;
import dev.cksauth.result.Evidence;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.StepResult;
import dev.cksauth.result.StepVerdict;
import dev.cksauth.result.Verdict;
import dev.cksauth.subject.ClusterSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs one scenario on one subject and decides its verdict. */
final class ScenarioRunner {

  /** A broken connection or a busy gateway gets the whole scenario two more goes. */
  private static final int RERUNS = 2;

  private final Session session;
  private final Scenario scenario;
  private int reruns;

  ScenarioRunner(Session session, Scenario scenario) {
    this.session = session;
    this.scenario = scenario;
  }

  /** A verdict before it is set into a result. */
  private record Ruling(
      Verdict verdict, Optional<Evidence> evidence, String reason, List<StepResult> steps) {

    static Ruling of(Verdict verdict, String reason) {
      return new Ruling(verdict, Optional.empty(), reason, List.of());
    }
  }

  ScenarioResult run() {
    long start = System.nanoTime();
    Ruling ruling = listed(guarded());
    long millis = (System.nanoTime() - start) / 1_000_000;
    return new ScenarioResult(
        session.subject().id(),
        scenario.id(),
        scenario.title(),
        scenario.level(),
        scenario.requirement().id(),
        scenario.requirement().text(),
        scenario.profiles(),
        ruling.verdict(),
        ruling.evidence().orElse(null),
        session.redactor().redact(ruling.reason()),
        scenario.consequence(),
        scenario.fix(),
        millis,
        reruns,
        ruling.steps());
  }

  /** A fault of the suite's own is an error of this scenario, not the end of the run. */
  private Ruling guarded() {
    try {
      return rule();
    } catch (RuntimeException fault) {
      return Ruling.of(Verdict.ERROR, "the suite itself failed: " + fault);
    }
  }

  private Ruling rule() {
    Optional<Listed> excluded = entry(session.options().excluded());
    if (excluded.isPresent()) {
      return Ruling.of(Verdict.EXCLUDED, excluded.get().because());
    }
    Optional<Ruling> before = lacking().or(this::heldBack);
    if (before.isPresent()) {
      return before.get();
    }
    while (true) {
      Ruling ruling = go();
      if (ruling.verdict() != Verdict.ERROR || !again) {
        return ruling;
      }
      if (reruns >= RERUNS) {
        return cut ? unanswered(ruling) : ruling;
      }
      reruns++;
    }
  }

  /** Whether the last go met a trouble that may have passed. */
  private boolean again;

  /** Whether that was the end of a connection in the place of an answer that was due. */
  private boolean cut;

  /**
   * A webhook that answers its control and hangs up on the same review, go after go, is what an API
   * server logs as an outage (contract A-41).
   */
  private Ruling unanswered(Ruling ruling) {
    List<StepResult> steps = new ArrayList<>(ruling.steps());
    steps.replaceAll(step ->
        step.verdict() == StepVerdict.ERROR
            ? new StepResult(
                step.title(),
                step.control(),
                StepVerdict.FAILED,
                step.expected(),
                step.actual(),
                step.exchange())
            : step);
    return new Ruling(
        scenario.level().whenUnmet(),
        Optional.empty(),
        "expected an answer, got none in %d goes: %s".formatted(RERUNS + 1, ruling.reason()),
        steps);
  }

  private Optional<Listed> entry(List<Listed> list) {
    return list.stream()
        .filter(entry -> entry.covers(scenario.id(), session.subject().id()))
        .findFirst();
  }

  private Optional<Ruling> lacking() {
    for (String need : scenario.needs()) {
      Capabilities.Standing standing = session.capabilities().of(need);
      if (!standing.present()) {
        Lacking lacking =
            Lacking.of(
                Objects.requireNonNull(session.catalogue().capabilities().get(need)),
                session.subject().capabilities().containsKey(need),
                standing.how());
        return Optional.of(Ruling.of(lacking.verdict(), lacking.reason()));
      }
    }
    return scenario.kubernetes().flatMap(this::otherVersion);
  }

  private Optional<Ruling> otherVersion(String bound) {
    Optional<String> version =
        session.subject() instanceof ClusterSubject cluster
            ? cluster.metadata().version()
            : Optional.empty();
    return version.isPresent() && !Versions.within(bound, version.get())
        ? Optional.of(
            Ruling.of(
                Verdict.NOT_APPLICABLE,
                "the cluster is of version %s, the scenario for %s"
                    .formatted(version.get(), bound)))
        : Optional.empty();
  }

  private Optional<Ruling> heldBack() {
    return Foreign.heldBack(
            scenario.impact(), session.ours(), session.subject(), session.options().allow())
        .map(reason -> Ruling.of(Verdict.NOT_TESTED, reason));
  }

  private Ruling go() {
    again = false;
    cut = false;
    Go go = new Go(session, reruns > 0);
    Ruling ruling = steps(go);
    try {
      go.undo();
      return ruling;
    } catch (NotTestedException | UnknownFactsException left) {
      // What a subject has failed in stays: it may be the very reason.
      boolean unmet = ruling.verdict() == scenario.level().whenUnmet();
      return new Ruling(
          unmet ? ruling.verdict() : Verdict.ERROR,
          Optional.empty(),
          (unmet ? ruling.reason() + "; and " : "")
              + "what was disturbed could not be put right again: "
              + left.getMessage(),
          ruling.steps());
    }
  }

  private Ruling steps(Go go) {
    StepRunner runner = new StepRunner(go);
    List<StepResult> results = new ArrayList<>();
    List<Evidence> evidence = new ArrayList<>();
    @Nullable Step running = null;
    try {
      go.watch(Steps.watched(scenario.steps()));
      for (Step step : scenario.steps()) {
        running = step;
        Done done = runner.run(step);
        requireNamed(go, done);
        cut = ReviewRunner.due(step, go, done.judged());
        Optional<Ruling> end = end(step, done, results, evidence, "");
        if (end.isPresent()) {
          return end.get();
        }
      }
      Optional<Ruling> end = repeatControls(go, runner, results, evidence);
      return end.orElseGet(() -> good(results, evidence));
    } catch (NotTestedException notTested) {
      return new Ruling(Verdict.NOT_TESTED, Optional.empty(), notTested.reason(), results);
    } catch (UnknownFactsException unknown) {
      again = unknown.passing();
      if (running != null) {
        results.add(runner.result(running, Judged.unknown("an answer", unknown.reason()), null));
      }
      return new Ruling(Verdict.ERROR, Optional.empty(), unknown.reason(), rest(results));
    }
  }

  /** What was compared with a name that nobody has given is no failure of the subject. */
  private static void requireNamed(Go go, Done done) throws NotTestedException {
    Optional<String> nameless =
        go.nameless().stream()
            .filter(name -> done.judged().why().contains(Names.placeholder(name)))
            .findFirst();
    if (done.judged().kind() == Judged.Kind.UNMET && nameless.isPresent()) {
      throw new NotTestedException(
          "the subject's file does not say whom `%s` stands for: give `expect: {username: …}`"
              .formatted(nameless.get()));
    }
  }

  /** Decides after a step; empty: the next one is due. */
  private Optional<Ruling> end(
      Step step, Done done, List<StepResult> results, List<Evidence> evidence, String prefix) {
    results.add(prefix.isEmpty() ? done.result() : prefixed(prefix, done.result()));
    done.evidence().ifPresent(evidence::add);
    String why = done.judged().why();
    return switch (done.judged().kind()) {
      case MET -> Optional.empty();
      case UNMET ->
          Optional.of(
              step.head().control()
                  ? new Ruling(
                      Verdict.ERROR,
                      Optional.empty(),
                      "the control failed (" + step.head().title() + "): " + why,
                      rest(results))
                  : new Ruling(scenario.level().whenUnmet(), Optional.empty(), why, rest(results)));
      case UNKNOWN -> {
        again = done.passing();
        yield Optional.of(new Ruling(Verdict.ERROR, Optional.empty(), why, rest(results)));
      }
    };
  }

  private static StepResult prefixed(String prefix, StepResult result) {
    return new StepResult(
        prefix + result.title(),
        result.control(),
        result.verdict(),
        result.expected(),
        result.actual(),
        result.exchange(),
        result.attempt());
  }

  /** The same 401 also comes from an authenticator that is down: the controls must still hold. */
  private Optional<Ruling> repeatControls(
      Go go, StepRunner runner, List<StepResult> results, List<Evidence> evidence)
      throws NotTestedException, UnknownFactsException {
    boolean rejects =
        scenario.steps().stream().anyMatch(s -> !s.head().control() && s.head().expect().rejects());
    // What held while the cluster was configured otherwise need not hold any more.
    if (!rejects || scenario.steps().stream().anyMatch(Step.Configure.class::isInstance)) {
      return Optional.empty();
    }
    for (Step step : scenario.steps()) {
      if (!step.head().control()
          || arranges(step)
          || go.wasActedOn(Steps.credential(step).orElse(Names.NONE))) {
        continue;
      }
      Optional<Ruling> end = end(step, runner.run(step), results, evidence, "once more: ");
      if (end.isPresent()) {
        return end;
      }
    }
    return Optional.empty();
  }

  /** What the administrator made for a scenario is not made twice. */
  private static boolean arranges(Step step) {
    return step instanceof Step.Request request
        && request.endpoint().equals(Names.ADMINISTRATOR)
        && (request.body().isPresent() || request.method().isPresent());
  }

  private Ruling good(List<StepResult> results, List<Evidence> evidence) {
    boolean asserted =
        scenario.steps().stream()
            .anyMatch(step ->
                !step.head().control()
                    && (step.head().expect().asserts() || step instanceof Step.Check));
    if (!asserted) {
      return new Ruling(Verdict.ERROR, Optional.empty(), "the scenario asserted nothing", results);
    }
    // The weakest proof of the scenario's rejections is the scenario's.
    Optional<Evidence> weakest = evidence.stream().max(Enum::compareTo);
    String reason =
        results.stream()
            .filter(step -> !step.control())
            .reduce((first, last) -> last)
            .map(StepResult::actual)
            .orElse("");
    return new Ruling(Verdict.PASSED, weakest, reason, results);
  }

  /** Steps that were not come to. */
  private List<StepResult> rest(List<StepResult> results) {
    List<StepResult> all = new ArrayList<>(results);
    for (int i = results.size(); i < scenario.steps().size(); i++) {
      Step step = scenario.steps().get(i);
      all.add(
          new StepResult(
              Titles.of(step), step.head().control(), StepVerdict.NOT_RUN, "", "", null));
    }
    return all;
  }

  /** A known gap must be open, or the list would rot. */
  private Ruling listed(Ruling ruling) {
    Optional<Listed> gap = entry(session.options().knownGaps());
    if (gap.isEmpty()) {
      return ruling;
    }
    return switch (ruling.verdict()) {
      case FAILED, WARNING, NOTE ->
          new Ruling(Verdict.KNOWN_GAP, ruling.evidence(), gap.get().because(), ruling.steps());
      case PASSED ->
          new Ruling(
              Verdict.FAILED,
              ruling.evidence(),
              "listed as a known gap and yet met: remove the entry (" + gap.get().link() + ")",
              ruling.steps());
      case KNOWN_GAP, NOT_APPLICABLE, NOT_TESTED, EXCLUDED, ERROR -> ruling;
    };
  }
}
