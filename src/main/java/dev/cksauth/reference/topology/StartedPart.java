package dev.cksauth.reference.topology;

import java.time.Duration;
import java.util.Locale;

/**
 * A part of the reference system that is up.
 *
 * @param name as users read it, such as {@code API server}
 * @param took how long its start took, beside that of other parts
 */
public record StartedPart(String name, Duration took) {
  private static final Duration WORTH_TELLING = Duration.ofMillis(50);

  /** {@code API server 2.9 s}; only the name of a part that was there at once. */
  @Override
  public String toString() {
    return took.compareTo(WORTH_TELLING) < 0 ? name : name + " " + seconds(took);
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
