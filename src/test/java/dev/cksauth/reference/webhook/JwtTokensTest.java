package dev.cksauth.reference.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import dev.cksauth.credential.Mutation;
import dev.cksauth.credential.TokenForge;
import dev.cksauth.credential.TokenForm;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which JSON Web Tokens the sample webhook takes, and for whom. */
final class JwtTokensTest {
  private SampleIssuer issuer;
  private JwtTokens tokens;

  @BeforeEach
  void set() throws Exception {
    issuer = new SampleIssuer();
    tokens = tokens(id -> false);
  }

  private JwtTokens tokens(java.util.function.Predicate<String> revoked) {
    return new JwtTokens(
        JwtSettings.of(SampleIssuer.ISSUER, List.of(SampleIssuer.AUDIENCE)),
        issuer.keys(),
        revoked);
  }

  private Decision decide(String token, String... audiences) {
    return tokens.authenticate(token, List.of(audiences));
  }

  private static void denied(Decision decision, String category) {
    assertThat(decision).isEqualTo(new Decision.NotAuthenticated(category));
  }

  private String alice() throws JOSEException {
    return issuer.token(SampleIssuer.claims("alice").build());
  }

  @Test
  void aGoodTokenIsItsSubjects() throws Exception {
    assertThat(decide(alice()))
        .isInstanceOfSatisfying(
            Decision.Authenticated.class,
            good -> {
              assertThat(good.user().username()).isEqualTo("alice");
              assertThat(good.user().groups()).containsExactly("dev");
              assertThat(good.audiences()).isEmpty();
            });
  }

  @Test
  void ofTheAudiencesAskedForThoseOfTheTokenAreConfirmed() throws Exception {
    assertThat(decide(alice(), "vault", SampleIssuer.AUDIENCE))
        .isInstanceOfSatisfying(
            Decision.Authenticated.class,
            good -> assertThat(good.audiences()).containsExactly(SampleIssuer.AUDIENCE));
  }

  @Test
  void aTokenForOthersIsNotGood() throws Exception {
    denied(decide(alice(), "vault"), "for another audience");
    denied(
        decide(issuer.token(SampleIssuer.claims("alice").audience("vault").build())),
        "for another audience");
  }

  @Test
  void anExpiredTokenIsNotGood() throws Exception {
    Date past = Date.from(Instant.now().minusSeconds(120));
    denied(
        decide(issuer.token(SampleIssuer.claims("alice").expirationTime(past).build())),
        "not good");
  }

  @Test
  void aTokenWithoutAnEndIsNotGood() throws Exception {
    denied(
        decide(issuer.token(SampleIssuer.claims("alice").expirationTime(null).build())),
        "not good");
  }

  @Test
  void aTokenOfLaterIsNotGood() throws Exception {
    Date later = Date.from(Instant.now().plusSeconds(120));
    denied(
        decide(issuer.token(SampleIssuer.claims("alice").notBeforeTime(later).build())),
        "not good");
  }

  @Test
  void aRevokedTokenIsNotGood() throws Exception {
    assertThat(tokens(id -> true).authenticate(alice(), List.of()))
        .isEqualTo(new Decision.NotAuthenticated("revoked"));
  }

  @Test
  void namesOfKubernetesOwnAreNobodys() throws Exception {
    denied(decide(issuer.token(SampleIssuer.claims("system:admin").build())), "reserved name");
    denied(
        decide(
            issuer.token(
                SampleIssuer.claims("alice").claim("groups", List.of("system:masters")).build())),
        "reserved name");
  }

  @Test
  void groupsOfAnotherTypeAreNotGood() throws Exception {
    denied(
        decide(issuer.token(SampleIssuer.claims("alice").claim("groups", "dev").build())),
        "malformed");
  }

  @ParameterizedTest
  @EnumSource(Mutation.class)
  void noForgedTokenIsGood(Mutation mutation) throws Exception {
    if (mutation.kind() == Mutation.Kind.JWT) {
      assertThat(decide(new TokenForge().forge(mutation, alice())))
          .isInstanceOf(Decision.NotAuthenticated.class);
    }
  }

  @ParameterizedTest
  @EnumSource(TokenForm.class)
  void noTokenOfOthersIsGood(TokenForm form) {
    assertThat(decide(form.make())).isInstanceOf(Decision.NotAuthenticated.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a", "..", "a.b", "a.b.c", "a.b.c.d", "a.b.c.d.e", "{}", "e30.e30."})
  void whatIsNoTokenIsNotGood(String text) {
    assertThat(decide(text)).isInstanceOf(Decision.NotAuthenticated.class);
  }

  @Test
  void manyDotsAreNotGood() {
    denied(decide(".".repeat(100_000)), "malformed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void aTokenWhoseClaimsNestDeeplyIsNotGood(String open) throws Exception {
    String[] parts = alice().split("\\.", -1);
    String claims = "{\"iss\":\"" + SampleIssuer.ISSUER + "\",\"x\":" + open.repeat(100_000);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8));
    denied(decide(parts[0] + "." + text + "." + parts[2]), "malformed");
  }

  @Test
  void aTokenInJsonSerializationIsNotGood() throws Exception {
    String[] parts = alice().split("\\.", -1);
    denied(
        decide(
            "{\"protected\":\"%s\",\"payload\":\"%s\",\"signature\":\"%s\"}"
                .formatted(parts[0], parts[1], parts[2])),
        "malformed");
  }

  @Test
  void withKeysItIsReady() {
    assertThat(tokens.ready()).isTrue();
  }

  @Test
  void withoutKeysNothingIsDecided() throws Exception {
    JwtTokens keyless =
        new JwtTokens(
            JwtSettings.of(SampleIssuer.ISSUER, List.of(SampleIssuer.AUDIENCE)),
            (selector, context) -> {
              throw new KeySourceException("down");
            },
            id -> false);
    assertThat(keyless.authenticate(alice(), List.of())).isInstanceOf(Decision.Undecided.class);
    assertThat(keyless.ready()).isFalse();
  }

  @Test
  void aTokenOfAnotherIssuerAsksForNoKey() {
    AtomicInteger asked = new AtomicInteger();
    JwtTokens counting =
        new JwtTokens(
            JwtSettings.of(SampleIssuer.ISSUER, List.of(SampleIssuer.AUDIENCE)),
            (selector, context) -> {
              asked.incrementAndGet();
              return List.of();
            },
            id -> false);
    denied(counting.authenticate(TokenForm.FOREIGN_JWT.make(), List.of()), "another issuer");
    assertThat(asked).hasValue(0);
  }
}
