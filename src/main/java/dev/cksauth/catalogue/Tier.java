package dev.cksauth.catalogue;

import java.util.Locale;

/** How long a scenario waits. */
public enum Tier {
  /** Runs always. */
  PLAIN,
  /** Waits over 20 s; runs when asked for. */
  SLOW;

  /** As files name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
