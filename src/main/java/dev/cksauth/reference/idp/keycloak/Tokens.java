package dev.cksauth.reference.idp.keycloak;

import java.util.Optional;

/**
 * What Keycloak gave for a login.
 *
 * @param idToken who logged in, for the client; what Kubernetes is to get
 * @param accessToken what an API may be called with
 * @param refreshToken what brings new ones
 */
public record Tokens(Optional<String> idToken, String accessToken, Optional<String> refreshToken) {

  /** The ID token of a flow that has one. */
  public String requireIdToken() {
    return idToken.orElseThrow(() -> new IllegalStateException("this flow gave no ID token"));
  }

  /** The refresh token of a flow that has one. */
  public String requireRefreshToken() {
    return refreshToken.orElseThrow(
        () -> new IllegalStateException("this flow gave no refresh token"));
  }

  /** Without the tokens. */
  @Override
  public String toString() {
    return "Tokens[]";
  }
}
