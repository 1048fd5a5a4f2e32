package dev.cksauth.reference.idp.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeycloakFlowsTest {

  private @Nullable Running running;
  private @Nullable KeycloakFlows flows;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    Running started = Running.ready(temporary.resolve("r"));
    running = started;
    flows = new KeycloakFlows(started.server().realm(), started.trust());
  }

  @AfterAll
  void stop() throws Exception {
    if (flows != null) {
      flows.close();
    }
    if (running != null) {
      running.close();
    }
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }

  private KeycloakFlows flows() {
    return Objects.requireNonNull(flows);
  }

  private KeycloakRealm realm() {
    return running().server().realm();
  }

  private static JWTClaimsSet claims(String token) throws Exception {
    return SignedJWT.parse(token).getJWTClaimsSet();
  }

  /** What a cluster looks at, in an ID token and an access token. */
  private void names(String token, String user, String group) throws Exception {
    JWTClaimsSet claims = claims(token);
    assertThat(claims.getIssuer()).isEqualTo(realm().issuer().toString());
    assertThat(claims.getAudience()).contains("kubernetes");
    assertThat(claims.getStringClaim("preferred_username")).isEqualTo(user);
    assertThat(claims.getStringListClaim("groups")).containsExactly(group);
  }

  private static void refused(String error, ThrowingCallable flow) {
    assertThatThrownBy(flow)
        .isInstanceOfSatisfying(
            FlowRefusedException.class, refused -> assertThat(refused.error()).isEqualTo(error));
  }

  @Test
  void aPasswordGivesTokensOfTheUser() throws Exception {
    Tokens tokens = flows().password(KeycloakRealm.ALICE);
    names(tokens.requireIdToken(), "alice", "dev");
    names(tokens.accessToken(), "alice", "dev");
    names(flows().password(KeycloakRealm.BOB).requireIdToken(), "bob", "ops");
  }

  @Test
  void aWrongPasswordIsRefused() {
    refused(
        "invalid_grant", () -> flows().password(KeycloakRealm.ALICE, "wrong", Optional.empty()));
  }

  @Test
  void clientCredentialsGiveAnAccessTokenOfThePipeline() throws Exception {
    Tokens tokens = flows().clientCredentials();
    names(tokens.accessToken(), "service-account-ci", "ops");
    assertThat(tokens.refreshToken()).isEmpty();
  }

  @Test
  void aRefreshTokenGivesNewTokensOfTheSameUser() throws Exception {
    Tokens first = flows().password(KeycloakRealm.ALICE);
    Tokens second = flows().refresh(first);
    names(second.requireIdToken(), "alice", "dev");
    assertThat(claims(second.requireIdToken()).getJWTID())
        .isNotEqualTo(claims(first.requireIdToken()).getJWTID());
  }

  @Test
  void aDeviceGetsTokensOnceItsUserHasApproved() throws Exception {
    DeviceCode device = flows().askForDevice();
    refused("authorization_pending", () -> flows().device(device));
    flows().approve(device, KeycloakRealm.BOB);
    Tokens tokens = flows().awaitDevice(device);
    names(tokens.requireIdToken(), "bob", "ops");
    assertThat(tokens.refreshToken()).isPresent();
  }

  @Test
  void aDeviceAsksItsUserForTheOneTimeCodeToo() throws Exception {
    DeviceCode device = flows().askForDevice();
    flows().approve(device, KeycloakRealm.ERIN);
    names(flows().awaitDevice(device).requireIdToken(), "erin", "dev");
  }

  @Test
  void oneWhoNeedsACodeGetsTokensWithTheRightOne() throws Exception {
    names(flows().password(KeycloakRealm.ERIN).requireIdToken(), "erin", "dev");
  }

  @Test
  void oneWhoNeedsACodeIsRefusedWithoutItAndWithAWrongOne() {
    String password = realm().password(KeycloakRealm.ERIN);
    refused(
        "invalid_grant", () -> flows().password(KeycloakRealm.ERIN, password, Optional.empty()));
    String right = flows().code(KeycloakRealm.ERIN).orElseThrow();
    String wrong = (right.charAt(0) == '9' ? '0' : '9') + right.substring(1);
    refused(
        "invalid_grant", () -> flows().password(KeycloakRealm.ERIN, password, Optional.of(wrong)));
  }

  @Test
  void afterLogoutNothingIsRefreshed() throws Exception {
    Tokens tokens = flows().password(KeycloakRealm.ALICE);
    flows().logout(tokens);
    refused("invalid_grant", () -> flows().refresh(tokens));
  }

  @Test
  void aRevokedTokenRefreshesNothing() throws Exception {
    Tokens tokens = flows().password(KeycloakRealm.ALICE);
    flows().revoke(tokens);
    refused("invalid_grant", () -> flows().refresh(tokens));
  }

  @Test
  void aDisabledUserGetsNothingUntilEnabledAgain() throws Exception {
    Tokens tokens = flows().password(KeycloakRealm.FRANK);
    KeycloakAdmin admin = running().server().admin();
    admin.setEnabled(KeycloakRealm.FRANK, false);
    refused("invalid_grant", () -> flows().password(KeycloakRealm.FRANK));
    refused("invalid_grant", () -> flows().refresh(tokens));
    admin.setEnabled(KeycloakRealm.FRANK, true);
    names(flows().password(KeycloakRealm.FRANK).requireIdToken(), "frank", "dev");
  }

  @Test
  void nothingOfItsSecretsIsInTheLog() throws Exception {
    flows().password(KeycloakRealm.ALICE);
    assertThat(running().server().logFile())
        .content()
        .contains("Listening on: https://127.0.0.1:")
        .doesNotContain(realm().ciSecret(), realm().oneTimeSecret())
        .doesNotContain(realm().passwords().values());
  }
}
