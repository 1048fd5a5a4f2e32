package dev.cksauth.reference.idp.keycloak;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What somebody has to know who logs in at a running Keycloak. All secrets are of this run.
 *
 * @param issuer its name, as tokens have it in {@code iss}
 * @param passwords of each user
 * @param oneTimeSecret what the codes of {@link #ERIN} are made of (RFC 6238: SHA-1, 6 digits, 30
 *     s)
 * @param ciSecret the secret of the client {@link #CI}
 */
public record KeycloakRealm(
    URI issuer, Map<String, String> passwords, String oneTimeSecret, String ciSecret) {

  /** The realm's name. */
  public static final String NAME = "cks";

  /** The audience that the tokens of both clients have: the cluster's client. */
  public static final String AUDIENCE = "kubernetes";

  /** The public client: passwords, devices and refresh tokens. */
  public static final String CLI = "kubernetes-cli";

  /** The confidential client: client credentials. */
  public static final String CI = "ci";

  /** A user in group {@code dev}. */
  public static final String ALICE = "alice";

  /** A user in group {@code ops}. */
  public static final String BOB = "bob";

  /** A user in group {@code dev} who must present a one-time code. */
  public static final String ERIN = "erin";

  /** A user in group {@code dev} whom a scenario may disable. */
  public static final String FRANK = "frank";

  /** All users. */
  public static final List<String> USERS = List.of(ALICE, BOB, ERIN, FRANK);

  /** Copies the passwords. */
  public KeycloakRealm {
    passwords = Map.copyOf(passwords);
  }

  /**
   * An endpoint of the realm: {@code token}, {@code auth/device}, {@code logout}, {@code revoke}.
   */
  URI endpoint(String name) {
    return URI.create(issuer + "/protocol/openid-connect/" + name);
  }

  /** A user's password. */
  String password(String user) {
    String password = passwords.get(user);
    if (password == null) {
      throw new IllegalArgumentException("no such user: " + user);
    }
    return password;
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "KeycloakRealm[" + issuer + "]";
  }
}
