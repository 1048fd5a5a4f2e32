package dev.cksauth.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.ExchangeRecord;
import dev.cksauth.subject.SecretValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactorTest {
  private static final String SECRET = "cänary/+\"9f8e7d6c5b4a";
  private static final String JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLXg";

  private final Redactor redactor = new Redactor();

  @Test
  void everyFormOfARegisteredSecret() {
    SecretValue secret = new SecretValue(SECRET);
    redactor.add(secret, "console token");
    String label = redactor.label(secret, "console token");
    assertThat(label).matches("<console token [0-9a-f]{8}>");
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    for (String form :
        List.of(
            SECRET,
            SECRET.replace("\"", "\\\""),
            URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
            Base64.getEncoder().encodeToString(bytes),
            Base64.getEncoder().withoutPadding().encodeToString(bytes),
            Base64.getUrlEncoder().encodeToString(bytes))) {
      assertThat(redactor.redact("a " + form + " b")).isEqualTo("a " + label + " b");
    }
  }

  @Test
  void passwordWithinALogin() {
    redactor.add(new SecretValue("hunter2-hunter2"), "password");
    for (String user : List.of("a", "ab", "abc")) {
      String login =
          Base64.getEncoder()
              .encodeToString((user + ":hunter2-hunter2").getBytes(StandardCharsets.UTF_8));
      assertThat(redactor.redact(login)).contains("<password ").doesNotContain("aHVudG");
    }
  }

  @Test
  void signatureOfAToken() {
    redactor.add(new SecretValue(JWT), "OIDC token");
    assertThat(redactor.redact("sig=c2lnbmF0dXJlLXg.")).doesNotContain("c2lnbmF0dXJlLXg");
    assertThat(redactor.redact("x " + JWT + " y"))
        .isEqualTo("x " + redactor.label(new SecretValue(JWT), "OIDC token") + " y");
  }

  @Test
  void whatLooksLikeASecret() {
    assertThat(redactor.redact("got " + JWT + ".")).doesNotContain("eyJ").startsWith("got <token ");
    assertThat(redactor.redact("CW-SECRET-abc_1 x")).matches("<console token [0-9a-f]{8}> x");
    assertThat(redactor.redact("{\"status\": {\"token\" : \"opa\\\"que\"}}"))
        .matches("\\{\"status\": \\{\"token\" : \"<token [0-9a-f]{8}>\"}}");
    assertThat(redactor.redact("status:\n  token: opaque\n")).doesNotContain("opaque");
    assertThat(redactor.redact("{\"headers\":{\"Authorization\":[\"Bearer opaque\"]}}"))
        .doesNotContain("opaque");
    assertThat(redactor.redact("https://a/?access_token=opaque&b=c")).doesNotContain("opaque");
  }

  @Test
  void ordinaryTextStays() {
    String text = "eyJust a text: Bearer tokens are refused. \"token\": \"\" eyJ.eyJ x.y";
    assertThat(redactor.redact(text)).isEqualTo(text);
  }

  @Test
  void hostileTextsCostTheirLength() {
    String dots = "eyJ.".repeat(1 << 20);
    String run = "eyJ".repeat(1 << 20);
    String quotes = "\"token\":\"x".repeat(1 << 18);
    for (int at = 0; at < 1000; at++) {
      redactor.add(new SecretValue("secret-number-" + at), "token");
    }
    assertThat(redactor.redact(dots)).startsWith("<token");
    assertThat(redactor.redact(run)).isEqualTo(run);
    assertThat(redactor.redact(quotes)).contains("<token");
  }

  @Test
  void recordsHoldNoSecret() {
    redactor.add(new SecretValue(SECRET), "console token");
    ProbeRequest request =
        ProbeRequest.get("/x?t=" + SECRET).withBearer(SECRET).withHeader("Cookie", "canary1");
    byte[] binary = ("\u00ff" + SECRET).getBytes(StandardCharsets.ISO_8859_1);
    redactor.add(new SecretValue("c\u00e4nary/+"), "half");
    Exchange exchange =
        new Exchange(
            Probing.plain("http://127.0.0.1"),
            request,
            new Outcome.Answered(
                200, "h2", List.of(new Header("Set-Cookie", "a=canary2; Secure")), binary),
            Instant.EPOCH,
            Duration.ofMillis(7));
    ExchangeRecord shown = exchange.record(redactor);
    assertThat(shown.toString())
        .doesNotContain("nary")
        .contains("Bearer <console token ")
        .contains("with a secret among them");
    assertThat(shown.millis()).isEqualTo(7);
  }

  @Test
  void longBodiesAreCutAfterRedaction() {
    String body = "x".repeat((16 << 10) - 5) + "CW-SECRET-abcdefgh";
    ExchangeRecord shown = Probing.answered(200, "", body).record(redactor);
    assertThat(String.valueOf(shown.response())).doesNotContain("CW-SE").contains("bytes in all");
  }
}
