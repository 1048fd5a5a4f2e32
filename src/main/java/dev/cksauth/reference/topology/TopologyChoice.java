package dev.cksauth.reference.topology;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** In what a reference system is to run. */
public enum TopologyChoice {
  /** In whatever is there already; else in processes. */
  AUTO,
  /** In processes of this machine. */
  PROCESS,
  /** In containers. */
  CONTAINERS;

  /** As users write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The choice of that word. */
  public static Optional<TopologyChoice> of(String word) {
    return Arrays.stream(values()).filter(choice -> choice.word().equals(word)).findFirst();
  }
}
