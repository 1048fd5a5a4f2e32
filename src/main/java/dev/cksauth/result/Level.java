package dev.cksauth.result;

/** How much a requirement binds (RFC 2119): decides what a failure means, never what is checked. */
public enum Level {
  MUST(Verdict.FAILED),
  SHOULD(Verdict.WARNING),
  MAY(Verdict.NOTE);

  private final Verdict whenUnmet;

  Level(Verdict whenUnmet) {
    this.whenUnmet = whenUnmet;
  }

  /** What a scenario of this level gets when what it expects does not hold. */
  public Verdict whenUnmet() {
    return whenUnmet;
  }
}
