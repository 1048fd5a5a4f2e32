package dev.cksauth.report;

import dev.cksauth.result.Overall;
import dev.cksauth.result.Rounds;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Stability;
import dev.cksauth.result.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How steady the verdicts of a run that was repeated are, in words.
 *
 * @param rounds how the rounds went
 * @param sentence how many scenarios were judged differently
 * @param flaky those, the most flaky first
 */
record Steadiness(String rounds, String sentence, List<ScenarioResult> flaky) {
  private static final int NUMBERS = 10;

  /** Empty for a run that was not repeated. */
  static Optional<Steadiness> of(RunResult run) {
    Rounds rounds = run.rounds();
    if (rounds == null) {
      return Optional.empty();
    }
    List<ScenarioResult> flaky =
        run.results().stream()
            .filter(ScenarioResult::flaky)
            .sorted(Comparator.comparingDouble(Steadiness::rate).reversed())
            .toList();
    String all = Words.count(run.results().size(), "scenario");
    return Optional.of(
        new Steadiness(
            went(rounds),
            flaky.isEmpty()
                ? "no verdict differed between rounds, of " + all
                : "verdicts differed between rounds for %s of %s"
                    .formatted(Words.number(flaky.size()), all),
            flaky));
  }

  private static double rate(ScenarioResult result) {
    Stability stability = result.stability();
    return stability == null ? 0 : stability.flakeRate();
  }

  private static String went(Rounds rounds) {
    List<String> parts = new ArrayList<>();
    for (Overall verdict : Overall.values()) {
      List<Rounds.Round> same =
          rounds.done().stream().filter(round -> round.verdict() == verdict).toList();
      if (!same.isEmpty()) {
        String which =
            verdict == Overall.CONFORMANT
                ? ""
                : " ("
                    + numbers(
                        same.stream()
                            .map(round -> new int[] {round.number(), round.number()})
                            .toList())
                    + ")";
        parts.add(Words.number(same.size()) + " " + verdict.word() + which);
      }
    }
    String done =
        rounds.done().size() == rounds.asked()
            ? Words.count(rounds.asked(), "round")
            : Words.number(rounds.done().size()) + " of " + Words.count(rounds.asked(), "round");
    return parts.isEmpty() ? done : done + ": " + String.join(", ", parts);
  }

  /** How a scenario's verdict held, in a phrase. */
  static String of(Stability stability) {
    if (stability.steady()) {
      return "%s in all %s"
          .formatted(stability.usual().word(), Words.count(stability.rounds(), "round"));
    }
    TreeMap<Verdict, List<int[]>> others = new TreeMap<>();
    for (Stability.Span span : stability.others()) {
      others
          .computeIfAbsent(span.verdict(), any -> new ArrayList<>())
          .add(new int[] {span.first(), span.last()});
    }
    List<String> parts = new ArrayList<>();
    others.forEach((verdict, spans) ->
        parts.add(
            "%s in %s (%s)"
                .formatted(verdict.word(), Words.number(length(spans)), numbers(spans))));
    return "%s of %s, else %s; flake rate %s"
        .formatted(
            String.join(", ", parts),
            Words.count(stability.rounds(), "round"),
            stability.usual().word(),
            percent(stability.flakeRate()));
  }

  private static int length(List<int[]> spans) {
    return spans.stream().mapToInt(span -> span[1] - span[0] + 1).sum();
  }

  /** {@code 3, 5 to 9}, the first few. */
  private static String numbers(List<int[]> spans) {
    List<int[]> joined = new ArrayList<>();
    for (int[] span : spans) {
      if (!joined.isEmpty() && joined.getLast()[1] == span[0] - 1) {
        joined.set(joined.size() - 1, new int[] {joined.getLast()[0], span[1]});
      } else {
        joined.add(span);
      }
    }
    List<String> words =
        joined.stream()
            .limit(NUMBERS)
            .map(span -> span[0] == span[1] ? "" + span[0] : span[0] + " to " + span[1])
            .toList();
    return String.join(", ", words) + (joined.size() > NUMBERS ? ", …" : "");
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, share < 0.1 ? "%.1f %%" : "%.0f %%", share * 100);
  }

  /** How a scenario's verdict held where that differs between rounds; else empty. */
  static String ifFlaky(ScenarioResult result) {
    Stability stability = result.stability();
    return stability == null || stability.steady() ? "" : of(stability);
  }
}
