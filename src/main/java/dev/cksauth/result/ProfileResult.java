package dev.cksauth.result;

import java.util.Map;

/**
 * One profile on one subject.
 *
 * @param requires {@code met}, or {@code unmet: } and what is missing for the verdict to mean
 *     anything
 * @param counts how many scenarios got each verdict; every verdict is a key
 * @param mustCount how many scenarios of level MUST ran
 */
public record ProfileResult(
    String name, Overall verdict, String requires, Map<Verdict, Integer> counts, int mustCount) {

  public ProfileResult {
    counts = Map.copyOf(counts);
  }
}
