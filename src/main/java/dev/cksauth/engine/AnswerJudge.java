package dev.cksauth.engine;

import dev.cksauth.catalogue.Matcher;
import dev.cksauth.probe.Header;
import dev.cksauth.probe.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Decides on what can be read off an answer without knowing what it means. */
final class AnswerJudge {
  // One for all: each of them learns anew how to write and read.
  private static final JsonMapper JSON = new JsonMapper();

  private final UnaryOperator<String> names;

  AnswerJudge(UnaryOperator<String> names) {
    this.names = names;
  }

  Judged status(Matcher matcher, Outcome.Answered answered, boolean passing) {
    String status = Integer.toString(answered.status());
    String expected = "HTTP " + matcher.words(names);
    if (matcher.accepts(status, names)) {
      return Judged.met(expected, "HTTP " + status);
    }
    return passing
        ? Judged.unknown(expected, "HTTP " + status)
        : Judged.unmet(expected, "HTTP " + status);
  }

  List<Judged> body(Map<String, Matcher> expected, Outcome.Answered answered) {
    List<Judged> judged = new ArrayList<>();
    JsonNode root = parsed(answered);
    expected.forEach((pointer, matcher) -> {
      @Nullable String value =
          pointer.isEmpty()
              ? new String(answered.body(), StandardCharsets.UTF_8)
              : value(root.at(pointer));
      judged.add(
          Judged.of(
              matcher.accepts(value, names),
              "body %s %s".formatted(pointer, matcher.words(names)),
              "body %s %s".formatted(pointer, value == null ? "absent" : value)));
    });
    return judged;
  }

  List<Judged> headers(Map<String, Matcher> expected, Outcome.Answered answered) {
    List<Judged> judged = new ArrayList<>();
    expected.forEach((name, matcher) -> {
      @Nullable String value =
          answered.headers().stream()
              .filter(header -> header.name().equalsIgnoreCase(name))
              .map(Header::value)
              .findFirst()
              .orElse(null);
      judged.add(
          Judged.of(
              matcher.accepts(value, names),
              "header %s %s".formatted(name, matcher.words(names)),
              "header %s %s".formatted(name, value == null ? "absent" : value)));
    });
    return judged;
  }

  /** The body as JSON; a missing node where it is none. */
  JsonNode parsed(Outcome.Answered answered) {
    try {
      return JSON.readTree(answered.body());
    } catch (JacksonException notJson) {
      return JSON.missingNode();
    }
  }

  private static @Nullable String value(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    return node.isValueNode() ? node.asString() : node.toString();
  }
}
