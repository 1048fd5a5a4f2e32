package dev.cksauth.probe;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads JSON and YAML that may be hostile. */
final class Json {
  private static final int DEEPEST = 1000;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  private Json() {}

  /** A JSON object, or nothing if the bytes are something else. */
  static Optional<JsonNode> object(byte[] bytes) {
    try {
      JsonNode node = json(text(bytes));
      return node.isObject() ? Optional.of(node) : Optional.empty();
    } catch (JacksonException malformed) {
      return Optional.empty();
    }
  }

  /** As Go reads text: what is no UTF-8 is replaced. */
  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static JsonNode json(String text) {
    return JSON.readTree(text);
  }

  /** The first document of a YAML text. */
  static JsonNode yaml(String text) {
    return YAML.readTree(text);
  }
}
