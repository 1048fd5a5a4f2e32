package dev.cksauth.engine;

import dev.cksauth.result.Overall;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.Rounds;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Shard;
import dev.cksauth.result.Stability;
import dev.cksauth.result.SubjectResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of a run that is repeated, as one result. The worst verdict that a scenario got
 * counts; of each scenario the first round with that verdict is told whole, of the others their
 * verdicts alone, so that a long run takes no more memory than a short one. Not thread-safe.
 */
public final class Soak {
  private final int asked;
  private final boolean untilFailure;
  private final List<Rounds.Round> rounds = new ArrayList<>();
  private final Map<String, Held> held = new LinkedHashMap<>();
  private final Map<String, SubjectRuns> subjects = new LinkedHashMap<>();
  private final Map<String, Map<String, Judged>> profiles = new LinkedHashMap<>();
  private @Nullable RunResult last;

  /**
   * Before the first round.
   *
   * @param asked how many there are to be
   * @param untilFailure whether the first one that is not as it should be is to be the last
   */
  public Soak(int asked, boolean untilFailure) {
    this.asked = asked;
    this.untilFailure = untilFailure;
  }

  /** How a profile stands by all rounds. */
  private static final class Judged {
    final Set<String> unmet = new LinkedHashSet<>();
    final List<Overall> verdicts = new ArrayList<>();
    boolean wanted;
  }

  /** A scenario in all rounds: the graver of its results, and when it was which. */
  private static final class Held {
    final List<Stability.Span> spans = new ArrayList<>();
    ScenarioResult gravest;

    Held(ScenarioResult notYet) {
      this.gravest = notYet;
    }

    void add(int round, ScenarioResult result) {
      if (spans.isEmpty() || result.verdict().isGraverThan(gravest.verdict())) {
        gravest = result;
      }
      Stability.Span before = spans.isEmpty() ? null : spans.getLast();
      if (before != null && before.verdict() == result.verdict()) {
        spans.removeLast();
        spans.add(new Stability.Span(before.first(), round, before.verdict(), before.reason()));
      } else {
        spans.add(new Stability.Span(round, round, result.verdict(), result.reason()));
      }
    }

    ScenarioResult result() {
      return spans.isEmpty() ? gravest : gravest.with(Stability.of(spans));
    }
  }

  /**
   * Adds a round.
   *
   * @param round as a run of its own
   * @param runs the subjects in it
   */
  public void add(RunResult round, List<SubjectRun> runs) {
    int number = rounds.size() + 1;
    rounds.add(
        new Rounds.Round(
            number, round.startedAt(), round.finishedAt(), round.verdict(), round.unfinished()));
    for (SubjectRun run : runs) {
      results(number, run);
      subject(number, run);
    }
    // Of the round as a whole its head is kept; the rest would be as large as all results.
    last = headOf(round);
  }

  private void results(int number, SubjectRun run) {
    Set<String> ended = run.ended();
    for (ScenarioResult result : run.results()) {
      Held scenario =
          held.computeIfAbsent(Cut.key(result.subject(), result.id()), any -> new Held(result));
      // What an interrupted round did not come to says nothing.
      if (ended.contains(result.id())) {
        scenario.add(number, result);
      }
    }
  }

  private void subject(int number, SubjectRun run) {
    SubjectResult result = run.result();
    subjects
        .computeIfAbsent(result.id(), any -> new SubjectRuns("rounds"))
        .add("round %d: ".formatted(number), result);
    Map<String, Judged> own = profiles.computeIfAbsent(result.id(), any -> new LinkedHashMap<>());
    for (Shard.Wanted wanted : run.part().profiles()) {
      Judged judged = own.computeIfAbsent(wanted.name(), any -> new Judged());
      // What a round that was interrupted did not come to see met may well be.
      if (number == 1 || !run.unfinished()) {
        judged.unmet.addAll(wanted.unmet());
      }
      judged.wanted |= wanted.asked();
    }
    for (ProfileResult profile : result.profiles()) {
      Judged judged = own.computeIfAbsent(profile.name(), any -> new Judged());
      judged.wanted = true;
      if (!judged.verdicts.contains(profile.verdict())) {
        judged.verdicts.add(profile.verdict());
      }
    }
  }

  private static RunResult headOf(RunResult round) {
    return new RunResult(
        round.suiteVersion(),
        round.catalogue(),
        round.topology(),
        round.startedAt(),
        round.finishedAt(),
        round.verdict(),
        round.unfinished(),
        round.leftOut(),
        List.of(),
        List.of());
  }

  /** How many rounds there were. */
  public int count() {
    return rounds.size();
  }

  /**
   * All rounds as one result.
   *
   * @param before the result where there was no round
   * @param failed whether the last round was one at which to end
   */
  public RunResult result(RunResult before, boolean failed) {
    RunResult head = last == null ? before : last;
    List<SubjectResult> judged = subjects.keySet().stream().map(this::judged).toList();
    boolean ended = rounds.size() == asked || (untilFailure && failed);
    List<String> leftOut = new ArrayList<>(head.leftOut());
    if (rounds.size() < asked) {
      leftOut.addFirst(missing(untilFailure && failed));
    }
    return new RunResult(
        head.suiteVersion(),
        head.catalogue(),
        head.topology(),
        rounds.isEmpty() ? before.startedAt() : rounds.getFirst().startedAt(),
        head.finishedAt(),
        Verdicts.together(judged.stream().map(SubjectResult::verdict).toList()),
        !ended || rounds.stream().anyMatch(Rounds.Round::unfinished),
        leftOut,
        judged,
        held.values().stream().map(Held::result).toList(),
        null,
        new Rounds(asked, untilFailure, rounds));
  }

  private String missing(boolean failed) {
    int next = rounds.size() + 1;
    String which = next == asked ? "Round " + next : "Rounds %d to %d".formatted(next, asked);
    return failed
        ? "%s: round %d was not as it should be (`--until-failure`)."
            .formatted(which, rounds.size())
        : which + ": the run was ended before.";
  }

  private SubjectResult judged(String subject) {
    List<ScenarioResult> own =
        held.values().stream()
            .map(Held::result)
            .filter(result -> result.subject().equals(subject))
            .toList();
    List<ProfileResult> all = new ArrayList<>();
    profiles
        .getOrDefault(subject, Map.of())
        .forEach((name, judged) ->
            Verdicts.profile(name, own, judged.wanted, List.copyOf(judged.unmet))
                .map(profile -> worst(profile, judged.verdicts))
                .ifPresent(all::add));
    List<Overall> verdicts = all.stream().map(ProfileResult::verdict).toList();
    SubjectRuns said = subjects.get(subject);
    if (said == null) {
      throw new IllegalArgumentException("no subject " + subject);
    }
    return said.together(Verdicts.together(verdicts), all);
  }

  /** No profile stands better by all rounds than by one of them. */
  private static ProfileResult worst(ProfileResult profile, List<Overall> rounds) {
    List<Overall> all = new ArrayList<>(rounds);
    all.add(profile.verdict());
    return new ProfileResult(
        profile.name(),
        Verdicts.together(all),
        profile.requires(),
        profile.counts(),
        profile.mustCount());
  }
}
