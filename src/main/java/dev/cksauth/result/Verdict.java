package dev.cksauth.result;

/** What is said of one scenario on one subject. */
public enum Verdict {
  /** Every step met what was expected, and there was evidence for it. */
  PASSED("passed"),
  /** A MUST is not met, or a listed known gap turned out to be closed. */
  FAILED("failed"),
  /** A SHOULD is not met. */
  WARNING("warning"),
  /** A MAY is not met. */
  NOTE("note"),
  /** Listed as a known gap, and indeed not met. */
  KNOWN_GAP("known-gap"),
  /** The subject lacks a capability that the scenario needs. */
  NOT_APPLICABLE("not-applicable"),
  /** An input, a permission or an allowance was not given. */
  NOT_TESTED("not-tested"),
  /** Left out by the user, with a reason. */
  EXCLUDED("excluded"),
  /** The facts could not be established. */
  ERROR("error");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /** The word that users read and that report.json carries. */
  public String word() {
    return word;
  }

  /** Whether it tells of something worse, or leaves more open, than another. */
  public boolean isGraverThan(Verdict other) {
    return gravity() > other.gravity();
  }

  private int gravity() {
    return switch (this) {
      case FAILED -> 8;
      case ERROR -> 7;
      case KNOWN_GAP -> 6;
      case EXCLUDED -> 5;
      case WARNING -> 4;
      case NOTE -> 3;
      case NOT_TESTED -> 2;
      case NOT_APPLICABLE -> 1;
      case PASSED -> 0;
    };
  }

  /** Whether the scenario's steps were run to an answer about the subject. */
  public boolean ran() {
    return switch (this) {
      case PASSED, FAILED, WARNING, NOTE, KNOWN_GAP, ERROR -> true;
      case NOT_APPLICABLE, NOT_TESTED, EXCLUDED -> false;
    };
  }
}
