package dev.cksauth.report;

import dev.cksauth.result.Level;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One scenario on one subject that went otherwise than before.
 *
 * @param before absent where it was not in the older report
 * @param after absent where it is not in the newer one
 * @param reason why it is as it is now; of the older report where it has gone
 * @param regression whether something that was good is so no longer, or can no longer be seen to be
 */
record Difference(
    Change change,
    String subject,
    String id,
    Level level,
    String requirement,
    @Nullable Verdict before,
    @Nullable Verdict after,
    String reason,
    String fix,
    boolean regression) {

  static Difference between(@Nullable ScenarioResult before, ScenarioResult after) {
    Verdict was = before == null ? null : before.verdict();
    Change change = Change.of(was, after.verdict());
    boolean regression =
        switch (change) {
          // A MAY that is not met is nobody's regression.
          case NEW_FAILURE -> after.verdict() != Verdict.NOTE;
          case SET_ASIDE -> was == Verdict.PASSED;
          case DISAPPEARED, MENDED, ANSWERED, NEW, OTHERWISE -> false;
        };
    return new Difference(
        change,
        after.subject(),
        after.id(),
        after.level(),
        after.requirement(),
        was,
        after.verdict(),
        after.reason(),
        after.fix(),
        regression);
  }

  /**
   * A scenario that has gone.
   *
   * @param sameCatalogue else the catalogue may have given it up, which is not the subject's doing
   */
  static Difference gone(ScenarioResult before, boolean sameCatalogue) {
    return new Difference(
        Change.DISAPPEARED,
        before.subject(),
        before.id(),
        before.level(),
        before.requirement(),
        before.verdict(),
        null,
        before.reason(),
        before.fix(),
        sameCatalogue && before.verdict() == Verdict.PASSED);
  }

  /** From what to what, in words. */
  String verdicts() {
    String from = before == null ? "" : before.word();
    String to = after == null ? "" : after.word();
    return from.isEmpty() || to.isEmpty() ? from + to : from + " → " + to;
  }
}
