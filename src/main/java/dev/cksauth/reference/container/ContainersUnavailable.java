package dev.cksauth.reference.container;

/** No container can be run here; the message says why, and what helps. */
public final class ContainersUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the reason, and what helps. */
  public ContainersUnavailable(String message) {
    super(message);
  }

  ContainersUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
