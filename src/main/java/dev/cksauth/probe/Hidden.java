package dev.cksauth.probe;

/**
 * A part of a text that is a secret.
 *
 * @param label what is shown instead
 * @param registered whether it is known to be one, with its kind
 */
record Hidden(int start, int end, String label, boolean registered) {
  boolean saysMoreThan(Hidden other) {
    return registered == other.registered ? end - start > other.end - other.start : registered;
  }
}
