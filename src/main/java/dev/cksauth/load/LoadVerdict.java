package dev.cksauth.load;

import java.util.Optional;

/** What a load says. */
public enum LoadVerdict {
  /** No objective was given. */
  MEASURED,
  /** The objective was held. */
  HOLDS,
  /** It was not. */
  DOES_NOT_HOLD,
  /** Nothing was answered rightly, or the generator itself was too late to say more. */
  NONE;

  /** The verdict on a load. */
  public static LoadVerdict of(Measured measured, Optional<Objective> objective) {
    if (measured.right() == 0) {
      return NONE;
    }
    // Latencies count from when a review was due: a late generator makes them worse, never better.
    if (objective.isPresent() && objective.get().holds(measured)) {
      return HOLDS;
    }
    if (measured.lagged()) {
      return NONE;
    }
    return objective.isPresent() ? DOES_NOT_HOLD : MEASURED;
  }
}
