package dev.cksauth.engine;

/** How a JUnit runner is told that a scenario ended in an error rather than a failure. */
final class FactsNotEstablishedError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  FactsNotEstablishedError(String message) {
    super(message, null, false, false);
  }
}
