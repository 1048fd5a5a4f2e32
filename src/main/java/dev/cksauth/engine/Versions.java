package dev.cksauth.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bounds on Kubernetes versions. */
final class Versions {

  private static final Pattern MINOR = Pattern.compile("v?(\\d+)\\.(\\d+).*");
  private static final int SCALE = 10_000;

  private Versions() {}

  /** Whether a version such as {@code v1.37.2} is within a bound such as {@code >=1.30}. */
  static boolean within(String bound, String version) {
    int limit = number(bound.replaceFirst("^(>=|<)", ""));
    int actual = number(version);
    return bound.startsWith("<") ? actual < limit : actual >= limit;
  }

  private static int number(String version) {
    Matcher matcher = MINOR.matcher(version);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no version: " + version);
    }
    return Integer.parseInt(matcher.group(1)) * SCALE + Integer.parseInt(matcher.group(2));
  }
}
