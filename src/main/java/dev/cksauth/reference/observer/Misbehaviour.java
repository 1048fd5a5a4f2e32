package dev.cksauth.reference.observer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a webhook does in the place of answering as it should. */
sealed interface Misbehaviour {

  /** Answers this, whatever was asked. */
  record Answer(int status, Map<String, String> headers, String text) implements Misbehaviour {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Answers as it should, but late. */
  record Late(Duration by) implements Misbehaviour {}

  /** Never answers. */
  record Hang() implements Misbehaviour {}

  /** Ends the connection where an answer is due (FIN). */
  record Cut() implements Misbehaviour {}

  /** Breaks the connection where an answer is due (RST). */
  record Reset() implements Misbehaviour {}

  /** How late a slow webhook is: well below what an API server waits. */
  Duration SLOW = Duration.ofSeconds(3);

  /** The least and the greatest status that HTTP has for a final answer. */
  int FIRST_STATUS = 200;

  /** See {@link #FIRST_STATUS}. */
  int LAST_STATUS = 599;

  /**
   * What an action asks for.
   *
   * @param request its {@code fault}: {@code answer}, {@code slow}, {@code hang}, {@code cut} or
   *     {@code reset}; with {@code answer} the JSON text of its status, headers, and body or text
   * @return empty where there is no such fault
   */
  static Optional<Misbehaviour> of(JsonNode request) {
    return switch (request.path("fault").asString("")) {
      case "answer" -> answer(request.path("answer").asString(""));
      case "slow" -> Optional.of(new Late(SLOW));
      case "hang" -> Optional.of(new Hang());
      case "cut" -> Optional.of(new Cut());
      case "reset" -> Optional.of(new Reset());
      default -> Optional.empty();
    };
  }

  private static Optional<Misbehaviour> answer(String text) {
    try {
      JsonNode answer = new JsonMapper().readTree(text);
      int status = answer.path("status").asInt(FIRST_STATUS);
      if (!answer.isObject() || status < FIRST_STATUS || status > LAST_STATUS) {
        return Optional.empty();
      }
      Map<String, String> headers = new LinkedHashMap<>();
      if (answer.has("body")) {
        headers.put("Content-Type", "application/json");
      }
      answer
          .path("headers")
          .properties()
          .forEach(header -> headers.put(header.getKey(), header.getValue().asString("")));
      String body =
          answer.has("body") ? answer.path("body").toString() : answer.path("text").asString("");
      return Optional.of(new Answer(status, headers, body));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }
}
