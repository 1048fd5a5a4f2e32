package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.reference.idp.OpaqueIssuer;
import dev.cksauth.reference.topology.OpenSamples;
import dev.cksauth.subject.SecretValue;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens whose issuer is asked about each. */
final class IntrospectedTokensTest {
  private OpaqueIssuer issuer;
  private IntrospectedTokens tokens;

  @BeforeEach
  void open() throws Exception {
    issuer = OpaqueIssuer.start(OpenSamples.serving(Company.AUTHORITY));
    tokens = asking(issuer.clientSecret());
  }

  @AfterEach
  void close() {
    tokens.close();
    issuer.close();
  }

  private IntrospectedTokens asking(SecretValue secret) throws Exception {
    return new IntrospectedTokens(
        new IntrospectionSettings(
            issuer.introspection(),
            OpaqueIssuer.CLIENT,
            secret,
            List.of("k8s"),
            "username",
            "groups",
            OpenSamples.trusting(Company.AUTHORITY)));
  }

  private static Map<String, Object> told() {
    return new HashMap<>(
        Map.of(
            "username",
            "alice",
            "sub",
            "4f3c",
            "groups",
            List.of("dev"),
            "aud",
            "k8s",
            "exp",
            Instant.now().plusSeconds(600).getEpochSecond()));
  }

  private Decision with(String name, Object value) {
    Map<String, Object> told = told();
    told.put(name, value);
    return review(issuer.issue(told));
  }

  private Decision review(String token) {
    return tokens.authenticate(token, List.of());
  }

  @Test
  void theIssuerSaysWhoItIs() {
    User user = ((Decision.Authenticated) review(issuer.issue(told()))).user();
    assertThat(user.username()).isEqualTo("alice");
    assertThat(user.uid()).contains("4f3c");
    assertThat(user.groups()).containsExactly("dev");
  }

  @Test
  void whatIsWithdrawnIsRefusedAtOnce() {
    String token = issuer.issue(told());
    assertThat(review(token)).isInstanceOf(Decision.Authenticated.class);
    assertThat(issuer.revoke(token)).isTrue();
    assertThat(review(token)).isEqualTo(new Decision.NotAuthenticated("not active"));
  }

  @Test
  void whatHasExpiredIsRefused() {
    assertThat(with("exp", Instant.now().minusSeconds(60).getEpochSecond()))
        .isEqualTo(new Decision.NotAuthenticated("not active"));
  }

  @Test
  void whatIsForOthersIsRefused() {
    assertThat(with("aud", "vault"))
        .isEqualTo(new Decision.NotAuthenticated("for another audience"));
  }

  @Test
  void whatIsForSeveralIsGood() {
    assertThat(with("aud", List.of("vault", "k8s"))).isInstanceOf(Decision.Authenticated.class);
  }

  @Test
  void nobodyIsMadeAMaster() {
    assertThat(with("groups", List.of("system:masters")))
        .isEqualTo(new Decision.NotAuthenticated("reserved name"));
  }

  @Test
  void whoHasNoNameIsRefused() {
    assertThat(with("username", " ")).isEqualTo(new Decision.NotAuthenticated("no name"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a&token=b", "a%20b", "\ud800", "é", "a\nb", "=a"})
  void whatIsNoTokenCostsNoCall(String token) {
    issuer.close();
    assertThat(review(token)).isInstanceOf(Decision.NotAuthenticated.class);
  }

  @Test
  void anIssuerThatIsDownDeniesNobody() {
    String token = issuer.issue(told());
    issuer.close();
    assertThat(review(token)).isInstanceOf(Decision.Undecided.class);
    assertThat(tokens.ready()).isFalse();
  }

  @Test
  void aWrongPasswordOfTheWebhookDeniesNobody() throws Exception {
    try (IntrospectedTokens stranger = asking(new SecretValue("a guess"))) {
      assertThat(stranger.authenticate(issuer.issue(told()), List.of()))
          .isInstanceOf(Decision.Undecided.class);
    }
  }

  @Test
  void itIsReadyWhereTheIssuerAnswers() {
    assertThat(tokens.ready()).isTrue();
  }
}
