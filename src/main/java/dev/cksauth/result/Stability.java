package dev.cksauth.result;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How the verdict on a scenario held over the rounds of a run.
 *
 * @param rounds in how many of them it was judged
 * @param usual the verdict that most of them gave
 * @param flakeRate the share of rounds that gave another
 * @param others the rounds that gave another, in their order
 */
public record Stability(int rounds, Verdict usual, double flakeRate, List<Span> others) {
  private static final double PRECISION = 10_000;

  public Stability {
    others = List.copyOf(others);
  }

  /**
   * Rounds that follow each other and gave the same verdict.
   *
   * @param first the number of the first of them
   * @param last the number of the last of them
   * @param reason that of the first
   */
  public record Span(int first, int last, Verdict verdict, String reason) {

    /** How many they are. */
    public int length() {
      return last - first + 1;
    }
  }

  /**
   * What all rounds together say.
   *
   * @param spans of all rounds, in their order; at least one
   */
  public static Stability of(List<Span> spans) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    spans.forEach(span -> counts.merge(span.verdict(), span.length(), Integer::sum));
    Verdict usual = spans.getFirst().verdict();
    for (Map.Entry<Verdict, Integer> entry : counts.entrySet()) {
      int most = counts.getOrDefault(usual, 0);
      // Of two that are as frequent the graver one is told of as the other.
      if (entry.getValue() > most
          || (entry.getValue() == most && usual.isGraverThan(entry.getKey()))) {
        usual = entry.getKey();
      }
    }
    int rounds = counts.values().stream().mapToInt(Integer::intValue).sum();
    List<Span> others = new ArrayList<>(spans);
    Verdict most = usual;
    others.removeIf(span -> span.verdict() == most);
    double rate = (double) (rounds - counts.getOrDefault(most, 0)) / rounds;
    return new Stability(rounds, most, Math.round(rate * PRECISION) / PRECISION, others);
  }

  /** Whether all rounds gave the same verdict. */
  public boolean steady() {
    return others.isEmpty();
  }
}
