package dev.cksauth.report;

import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A scenario that took much longer than before.
 *
 * <p>Two runs never take the same time, and another machine is slower at everything. So what counts
 * is how much longer a scenario took than the run as a whole did: at least twice as long and at
 * least a second more than the older time multiplied by the factor of the run. It is told, and is
 * no regression: a time says nothing of conformance where the scenario itself has no bound.
 *
 * @param before milliseconds
 * @param after milliseconds
 */
record Slower(String subject, String id, long before, long after) {
  private static final double TIMES = 2;
  private static final long LEAST_MILLIS = 1000;

  /** Shorter ones tell of the clock and the scheduler, not of the machine. */
  private static final long LEAST_TO_COMPARE = 20;

  /** Of fewer a median says nothing. */
  private static final int LEAST_PAIRS = 10;

  /** How many times as long the newer run took as the older one: the median of its scenarios. */
  static double factor(Map<String, ScenarioResult> older, RunResult newer) {
    List<Double> ratios = new ArrayList<>();
    for (ScenarioResult after : newer.results()) {
      ScenarioResult before = older.get(Comparison.key(after));
      if (before != null
          && comparable(before, after)
          && before.durationMillis() >= LEAST_TO_COMPARE) {
        ratios.add((double) after.durationMillis() / before.durationMillis());
      }
    }
    ratios.sort(null);
    return ratios.size() < LEAST_PAIRS ? 1 : ratios.get(ratios.size() / 2);
  }

  static List<Slower> of(Map<String, ScenarioResult> older, RunResult newer) {
    double factor = Math.max(1, factor(older, newer));
    List<Slower> slower = new ArrayList<>();
    for (ScenarioResult after : newer.results()) {
      ScenarioResult before = older.get(Comparison.key(after));
      if (before != null && comparable(before, after)) {
        double due = factor * before.durationMillis();
        long took = after.durationMillis();
        if (took >= TIMES * due && took - due >= LEAST_MILLIS) {
          slower.add(new Slower(after.subject(), after.id(), before.durationMillis(), took));
        }
      }
    }
    return slower;
  }

  /** Whoever failed stopped early or waited in vain, and a rerun has its own reason. */
  private static boolean comparable(ScenarioResult before, ScenarioResult after) {
    return before.verdict().ran()
        && before.verdict() == after.verdict()
        && before.reruns() == 0
        && after.reruns() == 0;
  }

  /** From how long to how long, in words. */
  String times() {
    return String.format(Locale.ROOT, "%.1f s → %.1f s", before / 1000.0, after / 1000.0);
  }
}
