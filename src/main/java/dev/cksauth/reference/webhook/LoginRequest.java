package dev.cksauth.reference.webhook;

/**
 * What came with a call of a login API; what did not come is empty.
 *
 * @param code a one-time code
 * @param token of the session, from the head
 */
public record LoginRequest(String username, String password, String code, String token) {

  /** With nothing but a name and a password. */
  public static LoginRequest of(String username, String password) {
    return new LoginRequest(username, password, "", "");
  }

  /** Without what came: all of it may be secret, as people type passwords where names belong. */
  @Override
  public String toString() {
    return "LoginRequest";
  }
}
