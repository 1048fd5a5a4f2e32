package dev.cksauth.reference.idp.keycloak;

import dev.cksauth.reference.process.Poll;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;

/**
 * The ways to tokens that people and pipelines go, as a client of the realm. A method throws {@link
 * FlowRefusedException} where Keycloak answers and refuses.
 */
public final class KeycloakFlows implements AutoCloseable {

  /** How long a device waits for a person's approval. */
  private static final Duration APPROVAL = Duration.ofMinutes(1);

  /** The device has to ask again, in the second case because it asked too soon: RFC 8628, 3.5. */
  private static final Set<String> NOT_YET = Set.of("authorization_pending", "slow_down");

  private final KeycloakRealm realm;
  private final SSLContext trust;
  private final Calls calls;

  /**
   * The flows of a realm.
   *
   * @param trust what signed Keycloak's certificate
   */
  public KeycloakFlows(KeycloakRealm realm, SSLContext trust) {
    this.realm = realm;
    this.trust = trust;
    this.calls = new Calls(trust);
  }

  /** Logs in with the user's password; with a one-time code of now where the user needs one. */
  public Tokens password(String user) throws IOException, InterruptedException {
    return password(user, realm.password(user), code(user));
  }

  /**
   * Logs in with a password.
   *
   * @param code a one-time code; absent: none is sent
   */
  public Tokens password(String user, String password, Optional<String> code)
      throws IOException, InterruptedException {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "password");
    form.put("client_id", KeycloakRealm.CLI);
    form.put("username", user);
    form.put("password", password);
    form.put("scope", "openid");
    code.ifPresent(sent -> form.put("totp", sent));
    return tokens(form);
  }

  /** A one-time code of now, for a user who needs one. */
  public Optional<String> code(String user) {
    return user.equals(KeycloakRealm.ERIN)
        ? Optional.of(Totp.code(realm.oneTimeSecret(), Instant.now()))
        : Optional.empty();
  }

  /** Logs a pipeline in as itself. */
  public Tokens clientCredentials() throws IOException, InterruptedException {
    return tokens(
        Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            KeycloakRealm.CI,
            "client_secret",
            realm.ciSecret(),
            "scope",
            "openid"));
  }

  /** New tokens for a session that goes on. */
  public Tokens refresh(Tokens tokens) throws IOException, InterruptedException {
    return tokens(
        Map.of(
            "grant_type",
            "refresh_token",
            "client_id",
            KeycloakRealm.CLI,
            "refresh_token",
            tokens.requireRefreshToken()));
  }

  /** Asks for a login on behalf of a device. */
  public DeviceCode askForDevice() throws IOException, InterruptedException {
    JsonNode answer =
        calls.form(
            realm.endpoint("auth/device"),
            Map.of("client_id", KeycloakRealm.CLI, "scope", "openid"));
    return new DeviceCode(
        Calls.text(answer, "device_code"),
        Calls.text(answer, "user_code"),
        URI.create(Calls.text(answer, "verification_uri_complete")),
        Duration.ofSeconds(answer.path("interval").asInt(1)));
  }

  /**
   * Approves a device's login, as the user does in a browser.
   *
   * @throws IOException when a page refuses, or is none that is known
   */
  public void approve(DeviceCode device, String user) throws IOException, InterruptedException {
    Map<String, String> answers = new HashMap<>();
    answers.put("username", user);
    answers.put("password", realm.password(user));
    answers.put("accept", "Yes");
    code(user).ifPresent(code -> answers.put("otp", code));
    try (Browser browser = new Browser(trust, answers)) {
      browser.fillInAll(device.page());
    }
  }

  /** Fetches the tokens of a device whose login is approved, or will be within a minute. */
  public Tokens awaitDevice(DeviceCode device) throws IOException, InterruptedException {
    AtomicReference<Tokens> given = new AtomicReference<>();
    Poll.until(
        "the device has its tokens",
        APPROVAL,
        device.interval(),
        () -> {
          try {
            given.set(device(device));
            return Poll.Attempt.success();
          } catch (FlowRefusedException e) {
            if (!NOT_YET.contains(e.error())) {
              throw e;
            }
            return Poll.Attempt.notYet(e.error());
          }
        });
    return given.get();
  }

  /** Asks once for the tokens of a device. */
  public Tokens device(DeviceCode device) throws IOException, InterruptedException {
    return tokens(
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:device_code",
            "client_id",
            KeycloakRealm.CLI,
            "device_code",
            device.deviceCode()));
  }

  /** Ends the session that the tokens belong to. */
  public void logout(Tokens tokens) throws IOException, InterruptedException {
    post("logout", "refresh_token", tokens.requireRefreshToken());
  }

  /** Revokes the refresh token (RFC 7009). */
  public void revoke(Tokens tokens) throws IOException, InterruptedException {
    post("revoke", "token", tokens.requireRefreshToken());
  }

  private void post(String endpoint, String name, String token)
      throws IOException, InterruptedException {
    calls.form(realm.endpoint(endpoint), Map.of("client_id", KeycloakRealm.CLI, name, token));
  }

  private Tokens tokens(Map<String, String> form) throws IOException, InterruptedException {
    JsonNode answer = calls.form(realm.endpoint("token"), form);
    return new Tokens(
        optional(answer, "id_token"),
        optional(answer, "access_token")
            .orElseThrow(() -> new IOException("an answer without an access token")),
        optional(answer, "refresh_token"));
  }

  private static Optional<String> optional(JsonNode answer, String name) {
    return Optional.of(Calls.text(answer, name)).filter(text -> !text.isEmpty());
  }

  /** Closes its connections; sessions go on. */
  @Override
  public void close() {
    calls.close();
  }
}
