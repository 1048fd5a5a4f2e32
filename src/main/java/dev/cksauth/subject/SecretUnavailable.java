package dev.cksauth.subject;

/**
 * A secret could not be had: its command failed. The message names the command and says how it
 * failed; what the command printed is not in it.
 */
public final class SecretUnavailable extends Exception {
  private static final long serialVersionUID = 1;

  SecretUnavailable(String message) {
    super(message);
  }
}
