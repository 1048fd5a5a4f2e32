package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Expectation;
import dev.cksauth.catalogue.Step;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class DraftWordsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Step.Head NOBODY = new Step.Head("", false, Expectation.NOTHING, Map.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'exp': {'ago': '1h'}}         | exp 1h ago",
        "{'nbf': {'in': '2m'}}          | nbf in 2m",
        "{'sub': null}                  | without sub",
        "{'groups': ['a', 'b']}         | groups ['a','b']",
        "{'aud': 'vault', 'exp': null}  | aud `vault`, without exp",
      })
  void tellsEachChangedClaim(String claims, String words) {
    assertThat(DraftWords.of(sign("{}", claims, "{}", false, 0)).replace('"', '\''))
        .isEqualTo(words);
  }

  @Test
  void tellsOfTheHeaderThatItIsTheHeader() {
    assertThat(DraftWords.of(sign("{'kid': null}", "{}", "{}", false, 0)))
        .isEqualTo("header without kid");
  }

  @Test
  void tellsWhatComesTwice() {
    assertThat(DraftWords.of(sign("{}", "{}", "{'sub': 'mallory'}", false, 0)))
        .isEqualTo("sub `mallory` before the usual one");
  }

  @Test
  void tellsKeyAndLength() {
    assertThat(DraftWords.of(sign("{}", "{}", "{}", true, 20_000)))
        .isEqualTo("signed by the newest key, 20,000 characters longer");
  }

  @Test
  void hasNothingToTellOfAUsualToken() {
    assertThat(DraftWords.of(sign("{}", "{}", "{}", false, 0))).isEmpty();
  }

  private static Step.Sign sign(
      String header, String claims, String twice, boolean newest, int padding) {
    return new Step.Sign(
        NOBODY, "late", "main", json(header), json(claims), json(twice), newest, padding);
  }

  private static JsonNode json(String text) {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
