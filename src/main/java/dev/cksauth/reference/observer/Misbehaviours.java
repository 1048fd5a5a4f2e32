package dev.cksauth.reference.observer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which token, or which user of an access, is answered in which wrong way. A fault that is about
 * one of them disturbs no other.
 */
final class Misbehaviours {
  private final Map<String, Standing> byWhom = new HashMap<>();

  /** A fault, and for how many calls more. */
  private record Standing(Misbehaviour misbehaviour, int calls) {}

  /**
   * From now on.
   *
   * @param whom whose reviews it is about; empty: all that have no fault of their own
   * @param calls after how many of them it is over
   */
  synchronized void begin(String whom, Misbehaviour misbehaviour, int calls) {
    byWhom.put(whom, new Standing(misbehaviour, calls));
  }

  /** No more; an empty one ends all of them. */
  synchronized void end(String whom) {
    if (whom.isEmpty()) {
      byWhom.clear();
    } else {
      byWhom.remove(whom);
    }
  }

  /** What a call about one meets; one call fewer is left of it then. */
  synchronized Optional<Misbehaviour> met(String whom) {
    String about = byWhom.containsKey(whom) ? whom : "";
    @Nullable Standing standing = byWhom.get(about);
    if (standing == null) {
      return Optional.empty();
    }
    if (standing.calls() <= 1) {
      byWhom.remove(about);
    } else {
      byWhom.put(about, new Standing(standing.misbehaviour(), standing.calls() - 1));
    }
    return Optional.of(standing.misbehaviour());
  }
}
