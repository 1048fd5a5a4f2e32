package dev.cksauth.cli;

import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A round of a repeated run in one line, for whoever waits for the others.
 *
 * @param number from 1
 * @param of how many there are to be
 */
record RoundLine(int number, int of) {
  private static final int NAMED = 3;

  String of(RunResult round) {
    List<String> told =
        round.results().stream()
            .filter(
                result -> result.verdict() == Verdict.FAILED || result.verdict() == Verdict.ERROR)
            .map(ScenarioResult::id)
            .toList();
    String some = String.join(", ", told.subList(0, Math.min(NAMED, told.size())));
    String more = told.size() > NAMED ? " and %d more".formatted(told.size() - NAMED) : "";
    double seconds = Duration.between(round.startedAt(), round.finishedAt()).toMillis() / 1000.0;
    return String.format(
        Locale.ROOT,
        "round %d of %d: %s, %.1f s%s%s%s",
        number,
        of,
        round.verdict().word(),
        seconds,
        some.isEmpty() ? "" : ": ",
        some,
        more);
  }
}
