package dev.cksauth.reference.idp.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KeycloakLoginTest {

  private static final int TIMES = 2_000;

  /** Short secrets and many times: among them are codes that repeat within hours. */
  @Test
  void anOldCodeIsNeverOneThatIsGoodNow() {
    KeycloakRealm realm =
        new KeycloakRealm(URI.create("https://localhost/realms/cks"), Map.of(), "secret", "");
    assertThat(IntStream.range(0, TIMES).mapToObj(n -> Instant.ofEpochSecond(n * 1_000_003L)))
        .allSatisfy(now -> {
          String old = KeycloakLogin.oldCode(realm, now);
          for (int seconds = -60; seconds <= 60; seconds += 30) {
            assertThat(Totp.code("secret", now.plusSeconds(seconds))).isNotEqualTo(old);
          }
        });
  }
}
