package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Claims as a scenario writes them. */
final class TokenDraftTest {
  private static final JsonMapper JSON = new JsonMapper();
  private final TokenDraft draft =
      new TokenDraft(text -> text.replace("{run}", "r1").replace("{groups-claim}", "groups"));

  private JsonNode merged(String others) {
    return draft.merged(
        (ObjectNode) JSON.readTree("{\"sub\":\"a\",\"exp\":1}"), JSON.readTree(others));
  }

  @Test
  void aNullTakesAClaimAway() {
    assertThat(merged("{\"sub\":null}")).isEqualTo(JSON.readTree("{\"exp\":1}"));
  }

  @Test
  void aWrittenNullIsANull() {
    assertThat(merged("{\"sub\":\"{null}\"}").path("sub").isNull()).isTrue();
  }

  @Test
  void namesAreFilledInEverywhere() {
    assertThat(merged("{\"{groups-claim}\":[\"g-{run}\",{\"a\":\"{run}\"}]}").path("groups"))
        .isEqualTo(JSON.readTree("[\"g-r1\",{\"a\":\"r1\"}]"));
  }

  @Test
  void timesAreFromNow() {
    long now = Instant.now().getEpochSecond();
    JsonNode claims = merged("{\"exp\":{\"ago\":\"1h\"},\"nbf\":{\"in\":\"2m\"}}");
    assertThat(claims.path("exp").asLong()).isBetween(now - 3605, now - 3595);
    assertThat(claims.path("nbf").asLong()).isBetween(now + 115, now + 125);
  }

  @Test
  void anObjectThatSaysNoTimeStaysAnObject() {
    assertThat(merged("{\"sub\":{\"name\":\"root\"}}").path("sub"))
        .isEqualTo(JSON.readTree("{\"name\":\"root\"}"));
  }
}
