package dev.cksauth.report;

import dev.cksauth.result.Verdict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** In what way a scenario went otherwise than before, the gravest first. */
enum Change {
  /** Its requirement is not met, and that was not known before. */
  NEW_FAILURE("new failures"),
  /** It had an answer and has none: what it proved is not proven now. */
  SET_ASIDE("no longer answered"),
  /** It is not in the newer report. */
  DISAPPEARED("disappeared"),
  /** Its requirement is met, and was not. */
  MENDED("mended"),
  /** It had no answer, and passes. */
  ANSWERED("newly answered"),
  /** It was not in the older report. */
  NEW("new scenarios"),
  /** Anything else, such as another reason for not having been run. */
  OTHERWISE("changed otherwise");

  private final String title;

  Change(String title) {
    this.title = title;
  }

  /** The word in documents for programs. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a list of such changes is called. */
  String title() {
    return title;
  }

  /** How many there are of it, in words. */
  String counted(int count) {
    return Words.number(count) + " " + (count == 1 ? title.replaceFirst("s$", "") : title);
  }

  /**
   * The change from one verdict to another.
   *
   * @param before absent where the scenario was not in the older report
   * @param after another than {@code before}
   */
  static Change of(@Nullable Verdict before, Verdict after) {
    if (isUnmet(after) && (before == null || gravity(after) > gravity(before))) {
      return NEW_FAILURE;
    }
    if (before == null) {
      return NEW;
    }
    if (after == Verdict.PASSED) {
      return isUnmet(before) || before == Verdict.KNOWN_GAP ? MENDED : ANSWERED;
    }
    return isAnswered(before) && !isAnswered(after) ? SET_ASIDE : OTHERWISE;
  }

  /** Whether a verdict says of the subject that it does not what it should. */
  private static boolean isUnmet(Verdict verdict) {
    return gravity(verdict) > 0;
  }

  private static boolean isAnswered(Verdict verdict) {
    return verdict == Verdict.PASSED || isUnmet(verdict);
  }

  private static int gravity(Verdict verdict) {
    return switch (verdict) {
      case FAILED -> 3;
      case WARNING -> 2;
      case NOTE -> 1;
      case PASSED, KNOWN_GAP, NOT_APPLICABLE, NOT_TESTED, EXCLUDED, ERROR -> 0;
    };
  }
}
