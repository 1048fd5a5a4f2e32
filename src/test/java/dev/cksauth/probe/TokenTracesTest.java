package dev.cksauth.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What gives a token away, and what does not. */
final class TokenTracesTest {
  private static final String OPAQUE = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL";
  private static final String NUMBERED =
      "kubeconfig-user-ab12c:q7wz5dplh2k8m4n6v9x3c1b5t7r2y4u6i8o0p3a5";
  private static final String JWT =
      "eyJhbGciOiJFUzI1NiIsImtpZCI6IjEifQ.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwic3ViIjoiYSJ9"
          + ".c2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJl";

  private static String seen(String token, String text) {
    return new TokenTraces(token).in("before " + text + " behind").orElse("nothing");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 48, the token",
    "0, 16, the beginning of the token",
    "0, 15, nothing",
    "32, 48, the end of the token",
    "33, 48, nothing",
    "8, 40, nothing"
  })
  void aPartOfSixteenCharactersTells(int from, int to, String what) {
    assertThat(seen(OPAQUE, OPAQUE.substring(from, to))).isEqualTo(what);
  }

  @Test
  void whatNamesATokenBeforeASeparatorIsNoSecret() {
    assertThat(seen(NUMBERED, "kubeconfig-user-ab12c")).isEqualTo("nothing");
  }

  @Test
  void halfOfATokenWithSeparatorsTells() {
    assertThat(seen(NUMBERED, NUMBERED.substring(0, NUMBERED.length() / 2)))
        .isEqualTo("the beginning of the token");
  }

  @Test
  void theHeaderOfAJsonWebTokenIsNoSecret() {
    assertThat(seen(JWT, JWT.substring(0, JWT.indexOf('.')))).isEqualTo("nothing");
  }

  @Test
  void theSignatureOfAJsonWebTokenTells() {
    assertThat(seen(JWT, JWT.substring(JWT.lastIndexOf('.') + 1)))
        .isEqualTo("an encoding of the token");
  }

  @Test
  void aJsonWebTokenWithoutItsSignatureTells() {
    assertThat(seen(JWT, JWT.substring(0, JWT.lastIndexOf('.'))))
        .isEqualTo("the beginning of the token");
  }

  @Test
  void anEncodingTells() {
    byte[] login = ("user:" + OPAQUE).getBytes(StandardCharsets.US_ASCII);
    assertThat(seen(OPAQUE, Base64.getEncoder().encodeToString(login)))
        .isEqualTo("an encoding of the token");
  }

  @ParameterizedTest
  @CsvSource({"elevenchars, true", "twelve-chars, false"})
  void whatIsTooShortToBeToldLeavesNothing(String token, boolean none) {
    assertThat(new TokenTraces(token).none()).isEqualTo(none);
  }
}
