package dev.cksauth.reference.idp.keycloak;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A login that the action {@code issue} knows by name.
 *
 * @param users for whom there is such a login
 * @param way how it is done
 */
record KeycloakLogin(List<String> users, Way way) {

  private static final Duration HOUR = Duration.ofHours(1);

  /** How many codes before and after that of now Keycloak might take; it says one. */
  private static final int NEIGHBOURS = 2;

  KeycloakLogin {
    users = List.copyOf(users);
  }

  /** How a token is come by. */
  @FunctionalInterface
  interface Way {

    /**
     * Logs in.
     *
     * @throws FlowRefusedException when Keycloak refuses just what this login is about
     */
    String token(String user) throws IOException, InterruptedException;
  }

  /** All logins, by their names. One that is to be refused gives its token where it is not. */
  static Map<String, KeycloakLogin> of(KeycloakFlows flows, KeycloakRealm realm) {
    List<String> all = KeycloakRealm.USERS;
    List<String> withCode = List.of(KeycloakRealm.ERIN);
    return Map.of(
        "password",
        new KeycloakLogin(all, user -> flows.password(user).requireIdToken()),
        "access-token",
        new KeycloakLogin(all, user -> flows.password(user).accessToken()),
        "refresh",
        new KeycloakLogin(all, user -> flows.refresh(flows.password(user)).requireIdToken()),
        "device",
        new KeycloakLogin(all, user -> device(flows, user)),
        "client-credentials",
        new KeycloakLogin(List.of(KeycloakRealm.CI), user -> ofPipeline(flows)),
        "one-time-code",
        new KeycloakLogin(withCode, user -> flows.password(user).requireIdToken()),
        "without-code",
        new KeycloakLogin(withCode, user -> coded(flows, realm, user, Optional.empty())),
        "wrong-code",
        new KeycloakLogin(
            withCode,
            user -> coded(flows, realm, user, Optional.of(oldCode(realm, Instant.now())))),
        "wrong-password",
        new KeycloakLogin(
            all, user -> flows.password(user, Secrets.random(), flows.code(user)).requireIdToken()),
        "after-logout",
        new KeycloakLogin(all, user -> afterLogout(flows, user)));
  }

  private static String coded(
      KeycloakFlows flows, KeycloakRealm realm, String user, Optional<String> code)
      throws IOException, InterruptedException {
    return flows.password(user, realm.password(user), code).requireIdToken();
  }

  private static String device(KeycloakFlows flows, String user)
      throws IOException, InterruptedException {
    DeviceCode device = flows.askForDevice();
    flows.approve(device, user);
    return flows.awaitDevice(device).requireIdToken();
  }

  /** A pipeline is nobody who could be named in an ID token. */
  private static String ofPipeline(KeycloakFlows flows) throws IOException, InterruptedException {
    Tokens tokens = flows.clientCredentials();
    return tokens.idToken().orElse(tokens.accessToken());
  }

  private static String afterLogout(KeycloakFlows flows, String user)
      throws IOException, InterruptedException {
    Tokens tokens;
    try {
      tokens = flows.password(user);
      flows.logout(tokens);
    } catch (FlowRefusedException e) {
      // Else a user who cannot log in at all would pass for one who is logged out.
      throw new IOException("there was no session to log out of", e);
    }
    return flows.refresh(tokens).requireIdToken();
  }

  /** A code that was good an hour ago, and by no chance is so now. */
  static String oldCode(KeycloakRealm realm, Instant now) {
    String secret = realm.oneTimeSecret();
    Set<String> good =
        LongStream.rangeClosed(-NEIGHBOURS, NEIGHBOURS)
            .mapToObj(steps -> Totp.code(secret, now.plus(Totp.STEP.multipliedBy(steps))))
            .collect(Collectors.toSet());
    return Stream.iterate(now.minus(HOUR), earlier -> earlier.minus(Totp.STEP))
        .map(when -> Totp.code(secret, when))
        .filter(code -> !good.contains(code))
        .findFirst()
        .orElseThrow();
  }
}
