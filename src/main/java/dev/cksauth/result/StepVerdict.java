package dev.cksauth.result;

/** What became of one step. */
public enum StepVerdict {
  PASSED("passed"),
  FAILED("failed"),
  ERROR("error"),
  NOT_RUN("not-run");

  private final String word;

  StepVerdict(String word) {
    this.word = word;
  }

  /** The word that users read and that report.json carries. */
  public String word() {
    return word;
  }
}
