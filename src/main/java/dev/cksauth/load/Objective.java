package dev.cksauth.load;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a load must hold: no errors, and a bound on the latency at a percentile.
 *
 * @param percentile over 0 and up to 100, where 100 is the slowest answer
 * @param millis the bound
 */
public record Objective(double percentile, double millis) {
  private static final Pattern FORM =
      Pattern.compile("p([0-9]{1,2}(?:\\.[0-9]{1,3})?|100)=([0-9]+(?:\\.[0-9]+)?)(ms|s)");

  /** The one of a text such as {@code p99=200ms}. */
  public static Optional<Objective> of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    double percentile = Double.parseDouble(matcher.group(1));
    double bound = Double.parseDouble(matcher.group(2)) * (matcher.group(3).equals("s") ? 1000 : 1);
    return percentile > 0 && bound > 0
        ? Optional.of(new Objective(percentile, bound))
        : Optional.empty();
  }

  /** Whether a load held it, which it did in spite of whatever lag of the generator's. */
  public boolean holds(Measured measured) {
    return measured.errors().isEmpty() && measured.millisAt(percentile) <= millis;
  }
}
