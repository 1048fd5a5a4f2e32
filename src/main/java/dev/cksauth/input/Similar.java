package dev.cksauth.input;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known word was meant. */
public final class Similar {
  /** More words than this nobody reads in a message. */
  private static final int LISTED = 40;

  private static final int NEAREST = 12;

  private Similar() {}

  /**
   * The known word nearest to {@code word}, if it is near enough for a guess to help: one slip per
   * three letters. Case does not count.
   */
  public static Optional<String> to(String word, Collection<String> known) {
    String written = word.toLowerCase(Locale.ROOT);
    int allowed = Math.max(1, written.length() / 3);
    return known.stream()
        .map(candidate -> new Guess(candidate, distance(written, candidate)))
        .filter(guess -> guess.distance() <= allowed)
        .min(Comparator.comparingInt(Guess::distance))
        .map(Guess::word);
  }

  /** {@code " (did you mean `x`?)"}, or nothing where no known word is near. */
  public static String hint(String word, Collection<String> known) {
    return to(word, known).map(meant -> " (did you mean `" + meant + "`?)").orElse("");
  }

  /** The words of a closed list, as messages show them. */
  public static String list(Collection<String> known) {
    return String.join(", ", List.copyOf(known));
  }

  /** The same of a long list: those nearest to the word, and how many there are in all. */
  public static String list(String word, Collection<String> known) {
    if (known.size() <= LISTED) {
      return list(known);
    }
    String written = word.toLowerCase(Locale.ROOT);
    List<String> nearest =
        known.stream()
            .map(candidate -> new Guess(candidate, distance(written, candidate)))
            .sorted(Comparator.comparingInt(Guess::distance).thenComparing(Guess::word))
            .limit(NEAREST)
            .map(Guess::word)
            .sorted()
            .toList();
    return "%s … (%d in all)".formatted(list(nearest), known.size());
  }

  private record Guess(String word, int distance) {}

  /** Insertions, deletions, replacements and swaps of neighbours, the usual slips of typing. */
  static int distance(String written, String candidate) {
    String meant = candidate.toLowerCase(Locale.ROOT);
    int[][] cost = new int[written.length() + 1][meant.length() + 1];
    for (int i = 0; i <= written.length(); i++) {
      for (int j = 0; j <= meant.length(); j++) {
        cost[i][j] = cheapest(cost, written, meant, i, j);
      }
    }
    return cost[written.length()][meant.length()];
  }

  private static int cheapest(int[][] cost, String written, String meant, int i, int j) {
    if (i == 0 || j == 0) {
      return i + j;
    }
    boolean same = written.charAt(i - 1) == meant.charAt(j - 1);
    int best =
        Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && written.charAt(i - 1) == meant.charAt(j - 2)
            && written.charAt(i - 2) == meant.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
