package dev.cksauth.reference.idp.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.console.ActionAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeycloakActionsTest {

  /** What the caller of an action waits. */
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final JsonMapper json = new JsonMapper();
  private Map<String, Action> actions = Map.of();
  private @Nullable Running running;
  private @Nullable KeycloakFlows flows;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    Running started = Running.ready(temporary.resolve("r"));
    running = started;
    KeycloakFlows opened = new KeycloakFlows(started.server().realm(), started.trust());
    flows = opened;
    actions = KeycloakActions.of(started.server(), opened);
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

  private KeycloakServer server() {
    return Objects.requireNonNull(running).server();
  }

  private KeycloakFlows flows() {
    return Objects.requireNonNull(flows);
  }

  private ActionAnswer perform(String action, ObjectNode request) throws Exception {
    long begin = System.nanoTime();
    try {
      return Objects.requireNonNull(actions.get(action)).perform(request);
    } finally {
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(took).as(action).isLessThan(BOUND);
    }
  }

  private ActionAnswer issue(String name, String login) throws Exception {
    return perform("issue", request(name).put("kind", "oidc").put("login", login));
  }

  private ObjectNode request(String name) {
    return json.createObjectNode().put("name", name);
  }

  private JWTClaimsSet claims(ActionAnswer answer) throws Exception {
    assertThat(answer.status()).isEqualTo(200);
    var credential = json.readTree(answer.json());
    assertThat(credential.path("kind").asString("")).isEqualTo("ExecCredential");
    return SignedJWT.parse(credential.path("status").path("token").asString("")).getJWTClaimsSet();
  }

  /**
   * Keycloak's own claim {@code typ}: an ID token has {@code ID}, an access token {@code Bearer}.
   */
  @ParameterizedTest
  @CsvSource({
    "alice, password, alice, ID",
    "erin, password, erin, ID",
    "bob, device, bob, ID",
    "erin, device, erin, ID",
    "alice, refresh, alice, ID",
    "erin, one-time-code, erin, ID",
    "alice, access-token, alice, Bearer"
  })
  void aLoginGivesTheTokenThatItIsFor(String name, String login, String user, String type)
      throws Exception {
    JWTClaimsSet claims = claims(issue(name, login));
    assertThat(claims.getStringClaim("preferred_username")).isEqualTo(user);
    assertThat(claims.getStringClaim("typ")).isEqualTo(type);
    assertThat(claims.getIssuer()).isEqualTo(server().realm().issuer().toString());
  }

  @Test
  void thePipelineLogsInAsItself() throws Exception {
    assertThat(claims(issue("ci", "client-credentials")).getStringClaim("preferred_username"))
        .isEqualTo("service-account-ci");
  }

  @Test
  void withoutAWordAboutTheLoginItIsByPassword() throws Exception {
    JWTClaimsSet claims = claims(perform("issue", request("alice").put("kind", "oidc")));
    assertThat(claims.getStringClaim("preferred_username")).isEqualTo("alice");
    assertThat(claims.getStringClaim("typ")).isEqualTo("ID");
  }

  @Test
  void twoLoginsWithinOnePeriodOfCodesBothWork() throws Exception {
    claims(issue("erin", "one-time-code"));
    claims(issue("erin", "one-time-code"));
    claims(issue("erin", "device"));
  }

  @ParameterizedTest
  @CsvSource({
    "erin, without-code",
    "erin, wrong-code",
    "erin, wrong-password",
    "alice, wrong-password",
    "alice, after-logout",
    "erin, after-logout"
  })
  void whatKeycloakRefusesIsForbidden(String name, String login) throws Exception {
    assertThat(issue(name, login)).isEqualTo(new ActionAnswer(403, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "mallory, password",
    "'', password",
    "alice, telepathy",
    "alice, client-credentials",
    "alice, without-code",
    "ci, password"
  })
  void nobodyHasALoginThatIsNotTheirs(String name, String login) throws Exception {
    assertThat(issue(name, login)).isEqualTo(ActionAnswer.notFound());
  }

  @Test
  void otherKindsOfTokensAreNotItsBusiness() throws Exception {
    assertThat(perform("issue", request("alice").put("kind", "console")))
        .isEqualTo(ActionAnswer.badRequest());
    for (String action : new String[] {"disable", "enable", "revoke"}) {
      assertThat(perform(action, request("mallory"))).isEqualTo(ActionAnswer.notFound());
    }
  }

  @Test
  void aDisabledUserIsForbiddenEveryLoginUntilEnabled() throws Exception {
    assertThat(perform("disable", request("frank"))).isEqualTo(ActionAnswer.done());
    try {
      for (String login : new String[] {"password", "device", "refresh", "access-token"}) {
        assertThat(issue("frank", login)).as(login).isEqualTo(new ActionAnswer(403, ""));
      }
      assertThatThrownBy(() -> issue("frank", "after-logout"))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(FlowRefusedException.class)
          .hasMessageContaining("no session");
    } finally {
      assertThat(perform("enable", request("frank"))).isEqualTo(ActionAnswer.done());
    }
    claims(issue("frank", "password"));
  }

  @Test
  void revokingEndsEverySessionOfTheUserAndOfNobodyElse() throws Exception {
    Tokens first = flows().password(KeycloakRealm.ALICE);
    Tokens second = flows().password(KeycloakRealm.ALICE);
    Tokens other = flows().password(KeycloakRealm.BOB);
    assertThat(perform("revoke", request("alice"))).isEqualTo(ActionAnswer.done());
    for (Tokens ended : new Tokens[] {first, second}) {
      assertThatThrownBy(() -> flows().refresh(ended)).isInstanceOf(FlowRefusedException.class);
    }
    assertThat(flows().refresh(other).idToken()).isPresent();
  }
}
