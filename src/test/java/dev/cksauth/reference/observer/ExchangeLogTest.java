package dev.cksauth.reference.observer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What arrived at a webhook is told, and no token with it. */
final class ExchangeLogTest {
  private static final String TOKEN = "a-token-that-nobody-may-read";
  private static final String REVIEW =
      "{\"kind\":\"TokenReview\",\"spec\":{\"token\":\"" + TOKEN + "\",\"audiences\":[\"a\"]}}";

  private final ExchangeLog log = new ExchangeLog();

  private String add(String body, Map<String, String> headers) {
    return log.add(
        new ExchangeLog.Arrival(
            "HTTP/2.0",
            "127.0.0.1:1",
            "POST",
            "/authenticate?timeout=30s",
            headers,
            Optional.of("CN=api-server")),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode after(long number) {
    return new JsonMapper().readTree(log.after(number));
  }

  @Test
  void aReviewIsToldWithADigestForItsToken() {
    assertThat(add(REVIEW, Map.of())).isEqualTo(TOKEN);
    JsonNode item = after(0).path("items").path(0);
    assertThat(item.path("uri").asString()).isEqualTo("/authenticate?timeout=30s");
    assertThat(item.path("clientCertificate").asString()).isEqualTo("CN=api-server");
    JsonNode body = new JsonMapper().readTree(item.path("body").asString());
    assertThat(body.at("/spec/audiences/0").asString()).isEqualTo("a");
    assertThat(body.at("/spec/token").asString()).matches("hmac-sha256:[0-9a-f]{64}");
  }

  @Test
  void noTokenIsTold() {
    String unused = add(REVIEW, Map.of("Authorization", "Bearer " + TOKEN));
    String none = add("token=" + TOKEN, Map.of());
    assertThat(none).isEmpty();
    assertThat(log.after(0)).doesNotContain(TOKEN).contains("bytes that are no review");
  }

  @Test
  void aReviewOfAnAccessIsAboutItsUser() {
    assertThat(add("{\"kind\":\"SubjectAccessReview\",\"spec\":{\"user\":\"carol\"}}", Map.of()))
        .isEqualTo("carol");
    assertThat(after(0).at("/items/0/body").asString()).contains("\"user\":\"carol\"");
  }

  @Test
  void onlyLaterOnesAreToldAfterANumber() {
    String first = add(REVIEW, Map.of());
    String second = add(REVIEW, Map.of());
    assertThat(first).isEqualTo(second);
    assertThat(after(1).path("items").size()).isEqualTo(1);
    assertThat(after(2).path("items").size()).isZero();
    assertThat(after(2).path("last").asInt()).isEqualTo(2);
  }

  @Test
  void anotherLogDigestsOtherwise() {
    String unused = add(REVIEW, Map.of());
    ExchangeLog other = new ExchangeLog();
    String ignored =
        other.add(
            new ExchangeLog.Arrival("", "", "POST", "/", Map.of(), Optional.empty()),
            REVIEW.getBytes(StandardCharsets.UTF_8));
    assertThat(new JsonMapper().readTree(other.after(0)).at("/items/0/body").asString())
        .isNotEqualTo(after(0).at("/items/0/body").asString());
  }
}
