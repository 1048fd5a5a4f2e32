package dev.cksauth.subject;

/** Whether a credential is to be accepted, and if not, why. */
public enum CredentialState {
  /** To be accepted. */
  VALID("valid"),
  /** Once good, now past its end. */
  EXPIRED("expired"),
  /** Once good, since withdrawn. */
  REVOKED("revoked"),
  /** Good, and for others. */
  WRONG_AUDIENCE("wrong-audience");

  private final String word;

  CredentialState(String word) {
    this.word = word;
  }

  /** As files and reports name it. */
  public String word() {
    return word;
  }
}
