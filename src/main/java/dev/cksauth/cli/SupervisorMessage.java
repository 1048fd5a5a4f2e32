package dev.cksauth.cli;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a supervisor tells the {@code up} that started it, one line of JSON each. */
sealed interface SupervisorMessage {
  /** A line for the user. */
  record Note(String text) implements SupervisorMessage {}

  /** How far the build is. */
  record Packages(int done, int total, Duration elapsed) implements SupervisorMessage {}

  /** All is up, and the state file says so. */
  record Ready() implements SupervisorMessage {}

  /** It did not come up; the text is for the user. */
  record Failed(String text) implements SupervisorMessage {}

  /** As one line. */
  default String line() {
    ObjectNode json = new JsonMapper().createObjectNode();
    switch (this) {
      case Note(String text) -> json.put("supervisor", "note").put("text", text);
      case Packages(int done, int total, Duration elapsed) ->
          json.put("supervisor", "packages")
              .put("done", done)
              .put("total", total)
              .put("millis", elapsed.toMillis());
      case Ready() -> json.put("supervisor", "ready");
      case Failed(String text) -> json.put("supervisor", "failed").put("text", text);
    }
    return json.toString();
  }

  /** Reads a line; nothing when it is none of these, but what a Java machine in trouble prints. */
  static Optional<SupervisorMessage> parse(String line) {
    if (!line.startsWith("{")) {
      return Optional.empty();
    }
    try {
      JsonNode json = new JsonMapper().readTree(line);
      String text = json.path("text").asString("");
      return switch (json.path("supervisor").asString("")) {
        case "note" -> Optional.of(new Note(text));
        case "packages" ->
            Optional.of(
                new Packages(
                    json.path("done").asInt(0),
                    json.path("total").asInt(0),
                    Duration.ofMillis(json.path("millis").asLong(0))));
        case "ready" -> Optional.of(new Ready());
        case "failed" -> Optional.of(new Failed(text));
        default -> Optional.empty();
      };
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
