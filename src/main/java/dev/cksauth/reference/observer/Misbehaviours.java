package dev.cksauth.reference.observer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which token is answered in which wrong way. A fault that is about one token disturbs nobody who
 * comes with another one.
 */
final class Misbehaviours {
  private final Map<String, Standing> byToken = new HashMap<>();

  /** A fault, and for how many calls more. */
  private record Standing(Misbehaviour misbehaviour, int calls) {}

  /**
   * From now on.
   *
   * @param token whose reviews it is about; empty: every token's that has no fault of its own
   * @param calls after how many of them it is over
   */
  synchronized void begin(String token, Misbehaviour misbehaviour, int calls) {
    byToken.put(token, new Standing(misbehaviour, calls));
  }

  /** No more; an empty token ends all of them. */
  synchronized void end(String token) {
    if (token.isEmpty()) {
      byToken.clear();
    } else {
      byToken.remove(token);
    }
  }

  /** What a call about a token meets; one call fewer is left of it then. */
  synchronized Optional<Misbehaviour> met(String token) {
    String about = byToken.containsKey(token) ? token : "";
    @Nullable Standing standing = byToken.get(about);
    if (standing == null) {
      return Optional.empty();
    }
    if (standing.calls() <= 1) {
      byToken.remove(about);
    } else {
      byToken.put(about, new Standing(standing.misbehaviour(), standing.calls() - 1));
    }
    return Optional.of(standing.misbehaviour());
  }
}
