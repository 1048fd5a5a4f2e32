package dev.cksauth.report;

import dev.cksauth.result.Overall;
import org.jspecify.annotations.Nullable;

/**
 * How the verdict on a subject, or on one of its profiles, differs from before.
 *
 * @param profile absent where it is the subject's own
 * @param before absent where the older report has none
 * @param after absent where the newer report has none
 */
record Standing(
    String subject, @Nullable String profile, @Nullable Overall before, @Nullable Overall after) {

  /**
   * Whether less is certain than before: a verdict that is no longer given was good for something.
   */
  boolean worse() {
    return after == null
        || (before == null ? after == Overall.NON_CONFORMANT : rank(after) > rank(before));
  }

  private static int rank(Overall verdict) {
    return switch (verdict) {
      case CONFORMANT -> 0;
      case PARTIAL -> 1;
      case NON_CONFORMANT -> 2;
    };
  }

  /** Whose verdict it is. */
  String whose() {
    return profile == null ? subject : subject + " " + profile;
  }

  /** From what to what, in words. */
  String verdicts() {
    return (before == null ? "not in the older report" : before.word())
        + " → "
        + (after == null ? "not in the newer report" : after.word());
  }
}
