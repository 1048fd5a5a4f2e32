package dev.cksauth.engine;

/** The facts could not be established: the means failed, which says nothing about the subject. */
final class UnknownFactsException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Whether a second try may well go better: a broken connection, a gateway that is busy. */
  private final boolean passing;

  UnknownFactsException(String reason) {
    this(reason, false);
  }

  UnknownFactsException(String reason, boolean passing) {
    super(reason, null, false, false);
    this.passing = passing;
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  boolean passing() {
    return passing;
  }
}
