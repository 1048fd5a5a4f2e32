package dev.cksauth.engine;

import dev.cksauth.catalogue.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a run is cut into parts, and which part this is. Every part is cut in the same way from the
 * same scenarios, so that each scenario is in one part and in no other.
 *
 * @param number of this part, from 1
 * @param of how many parts there are
 * @param by how scenarios are shared out: {@code count}, or the digest of the report of which
 *     {@code millis} are
 * @param millis how long scenarios took, by subject and id; may be empty
 */
public record Cut(int number, int of, String by, Map<String, Long> millis) {
  /** Scenarios are shared out by their number. */
  public static final String BY_COUNT = "count";

  public Cut {
    millis = Map.copyOf(millis);
  }

  /** By what {@link #millis} knows a scenario. */
  public static String key(String subject, String scenario) {
    return subject + " " + scenario;
  }

  /** The scenarios of this part, in the order in which they were given. */
  List<Scenario> share(String subject, List<Scenario> all) {
    long usual = median(subject, all);
    List<Scenario> longestFirst = new ArrayList<>(all);
    longestFirst.sort(
        Comparator.comparingLong((Scenario scenario) -> -due(subject, scenario, usual))
            .thenComparing(Scenario::id));
    long[] load = new long[of];
    Set<String> own = new HashSet<>();
    for (Scenario scenario : longestFirst) {
      int least = least(load);
      load[least] += due(subject, scenario, usual);
      if (least == number - 1) {
        own.add(scenario.id());
      }
    }
    return all.stream().filter(scenario -> own.contains(scenario.id())).toList();
  }

  /** At least one: scenarios that took no time are to be shared out too. */
  private long due(String subject, Scenario scenario, long usual) {
    return Math.max(1, millis.getOrDefault(key(subject, scenario.id()), usual));
  }

  /** A scenario that the report does not know is taken for a usual one. */
  private long median(String subject, List<Scenario> all) {
    List<Long> known =
        all.stream()
            .map(scenario -> millis.get(key(subject, scenario.id())))
            .filter(java.util.Objects::nonNull)
            .sorted()
            .toList();
    return known.isEmpty() ? 1 : known.get(known.size() / 2);
  }

  private static int least(long[] load) {
    int least = 0;
    for (int i = 1; i < load.length; i++) {
      if (load[i] < load[least]) {
        least = i;
      }
    }
    return least;
  }
}
