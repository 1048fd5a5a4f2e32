package dev.cksauth.reference.idp.keycloak;

import java.io.IOException;

/** Keycloak answered, and did not give what was asked for. */
public final class FlowRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final int SERVER_ERRORS = 500;

  /** Its error code, such as {@code invalid_grant}; else the status. */
  private final String error;

  private final int status;

  FlowRefusedException(String what, int status, String error, String description) {
    super("%s: %d %s %s".formatted(what, status, error, description).strip());
    this.status = status;
    this.error = error.isEmpty() ? Integer.toString(status) : error;
  }

  /** Whether Keycloak itself is in trouble: that says nothing about who asked. */
  public boolean isServersFault() {
    return status >= SERVER_ERRORS;
  }

  /** The error as OAuth names it, such as {@code invalid_grant}; else the status. */
  public String error() {
    return error;
  }
}
