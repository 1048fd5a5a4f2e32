package dev.cksauth.reference.idp.keycloak;

import org.jspecify.annotations.Nullable;

/** There is no Keycloak that could be started; the message lists the ways out. */
public final class KeycloakUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  KeycloakUnavailable(String problem, @Nullable Throwable cause) {
    super(KeycloakResolver.waysOut(problem), cause);
  }

  KeycloakUnavailable(String problem) {
    this(problem, null);
  }
}
