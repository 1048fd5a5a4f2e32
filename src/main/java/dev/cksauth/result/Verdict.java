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

  /** Whether the scenario's steps were run to an answer about the subject. */
  public boolean ran() {
    return switch (this) {
      case PASSED, FAILED, WARNING, NOTE, KNOWN_GAP, ERROR -> true;
      case NOT_APPLICABLE, NOT_TESTED, EXCLUDED -> false;
    };
  }
}
