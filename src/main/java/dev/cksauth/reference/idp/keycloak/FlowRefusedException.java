package dev.cksauth.reference.idp.keycloak;

import java.io.IOException;

/** Keycloak answered, and did not give what was asked for. */
public final class FlowRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Its error code, such as {@code invalid_grant}; else the status. */
  private final String error;

  FlowRefusedException(String what, int status, String error, String description) {
    super("%s: %d %s %s".formatted(what, status, error, description).strip());
    this.error = error.isEmpty() ? Integer.toString(status) : error;
  }

  /** The error as OAuth names it, such as {@code invalid_grant}; else the status. */
  public String error() {
    return error;
  }
}
