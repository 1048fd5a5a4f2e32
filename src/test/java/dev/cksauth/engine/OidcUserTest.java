package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.subject.Expected;
import dev.cksauth.subject.OidcSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Whom a cluster should take a token for is what Kubernetes makes of its settings. */
final class OidcUserTest {
  private static final URI ISSUER = URI.create("https://issuer.test");

  private static Optional<Expected> user(OidcSettings settings, String claims) {
    return OidcUser.of(settings, new JsonMapper().readTree(claims));
  }

  private static OidcSettings settings(String claim, Optional<String> prefix) {
    return new OidcSettings(
        ISSUER,
        "client",
        List.of("RS256"),
        claim,
        prefix,
        Optional.of("groups"),
        Optional.of("g:"));
  }

  @Test
  void standsBehindThePrefix() {
    assertThat(user(settings("sub", Optional.of("oidc:")), "{\"sub\":\"alice\"}"))
        .map(Expected::username)
        .contains("oidc:alice");
  }

  @Test
  void standsBehindTheIssuerWithoutOne() {
    assertThat(user(settings("sub", Optional.empty()), "{\"sub\":\"alice\"}"))
        .map(Expected::username)
        .contains("https://issuer.test#alice");
  }

  @Test
  void standsBehindNothingWhereItIsAnEmail() {
    assertThat(user(settings("email", Optional.empty()), "{\"email\":\"a@b.test\"}"))
        .map(Expected::username)
        .contains("a@b.test");
  }

  @Test
  void standsBehindNothingWhereThePrefixIsADash() {
    assertThat(user(settings("sub", Optional.of("-")), "{\"sub\":\"alice\"}"))
        .map(Expected::username)
        .contains("alice");
  }

  @Test
  void hasTheGroupsOfAListOrAText() {
    OidcSettings settings = settings("sub", Optional.of(""));
    assertThat(user(settings, "{\"sub\":\"a\",\"groups\":[\"x\",\"y\"]}"))
        .flatMap(Expected::groups)
        .contains(Set.of("g:x", "g:y"));
    assertThat(user(settings, "{\"sub\":\"a\",\"groups\":\"x\"}"))
        .flatMap(Expected::groups)
        .contains(Set.of("g:x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"groups\":[]}",
        "{\"sub\":7}",
        "{\"sub\":\"a\",\"groups\":7}",
        "{\"sub\":\"a\",\"groups\":[7]}",
        "{\"sub\":\"a\",\"groups\":{\"x\":\"y\"}}"
      })
  void isNobodyWhereKubernetesTakesNobody(String claims) {
    assertThat(user(settings("sub", Optional.of("")), claims)).isEmpty();
  }
}
