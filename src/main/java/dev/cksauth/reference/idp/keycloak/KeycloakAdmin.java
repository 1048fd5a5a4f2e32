package dev.cksauth.reference.idp.keycloak;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The administrator of a running Keycloak. */
public final class KeycloakAdmin {

  /** The administrator's client, in realm {@code master}. */
  static final String CLIENT = "cks-auth-administrator";

  /** As the realm file names them, so that nothing has to be looked up. */
  private static final Map<String, String> IDS =
      Map.of(
          KeycloakRealm.ALICE, "00000000-0000-4000-8000-000000000001",
          KeycloakRealm.BOB, "00000000-0000-4000-8000-000000000002",
          KeycloakRealm.ERIN, "00000000-0000-4000-8000-000000000003",
          KeycloakRealm.FRANK, "00000000-0000-4000-8000-000000000004",
          KeycloakRealm.CI, "00000000-0000-4000-8000-0000000000c2");

  private static final String OTP_DATA =
      "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}";

  private final Calls calls;
  private final URI server;
  private final String secret;

  KeycloakAdmin(Calls calls, URI server, String secret) {
    this.calls = calls;
    this.server = server;
    this.secret = secret;
  }

  /**
   * Lets a user log in, or not any more.
   *
   * @param user one of {@link KeycloakRealm#USERS}
   * @throws IOException when Keycloak does not do it
   */
  public void setEnabled(String user, boolean enabled) throws IOException, InterruptedException {
    put(login(), "users/" + id(user), Map.of("enabled", enabled));
  }

  /** Ends all sessions of a user, as an administrator does. */
  public void logout(String user) throws IOException, InterruptedException {
    calls.json("POST", uri("users/" + id(user) + "/logout"), login(), Map.of());
  }

  /** Gives users and client the secrets of this run; in the cached database they have none. */
  void equip(KeycloakRealm realm) throws IOException, InterruptedException {
    String token = login();
    for (String user : KeycloakRealm.USERS) {
      put(
          token,
          "users/" + id(user) + "/reset-password",
          Map.of("type", "password", "temporary", false, "value", realm.password(user)));
    }
    Map<String, String> oneTime =
        Map.of(
            "type",
            "otp",
            "credentialData",
            OTP_DATA,
            "secretData",
            "{\"value\":\"" + realm.oneTimeSecret() + "\"}");
    put(token, "users/" + id(KeycloakRealm.ERIN), Map.of("credentials", List.of(oneTime)));
    put(token, "clients/" + id(KeycloakRealm.CI), Map.of("secret", realm.ciSecret()));
  }

  private String login() throws IOException, InterruptedException {
    URI uri = server.resolve("/realms/master/protocol/openid-connect/token");
    return Calls.text(
        calls.form(
            uri,
            Map.of(
                "grant_type", "client_credentials",
                "client_id", CLIENT,
                "client_secret", secret)),
        "access_token");
  }

  private void put(String token, String path, Map<String, ?> body)
      throws IOException, InterruptedException {
    calls.json("PUT", uri(path), token, body);
  }

  private URI uri(String path) {
    return server.resolve("/admin/realms/" + KeycloakRealm.NAME + "/" + path);
  }

  private static String id(String name) {
    String id = IDS.get(name);
    if (id == null) {
      throw new IllegalArgumentException("not in the realm: " + name);
    }
    return id;
  }
}
