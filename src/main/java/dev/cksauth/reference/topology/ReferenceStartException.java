package dev.cksauth.reference.topology;

/**
 * The reference system did not come up. The message is for the user as it is: the reason, with the
 * end of the log of the part that failed. Nothing runs any more.
 */
public final class ReferenceStartException extends Exception {
  private static final long serialVersionUID = 1L;

  ReferenceStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
