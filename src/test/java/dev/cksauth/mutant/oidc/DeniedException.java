package dev.cksauth.mutant.oidc;

/** A token is not taken, and why. */
final class DeniedException extends Exception {
  private static final long serialVersionUID = 1L;

  DeniedException(String why) {
    super("oidc: " + why, null, false, false);
  }
}
