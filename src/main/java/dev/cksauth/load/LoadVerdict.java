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
  /** Nothing was answered rightly, or the generator itself was too late. */
  NONE;

  /** The verdict on a load. */
  public static LoadVerdict of(Measured measured, Optional<Objective> objective) {
    if (measured.right() == 0 || measured.lagged()) {
      return NONE;
    }
    return objective.map(one -> one.holds(measured) ? HOLDS : DOES_NOT_HOLD).orElse(MEASURED);
  }
}
