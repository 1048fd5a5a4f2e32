package dev.cksauth.input;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Builds a tree and remembers the place of each key and item, which a data binder would forget.
 * Keys written twice are found here and not by the parser's own check, which would stop at the
 * first.
 */
final class YamlReader {
  /** What YAML forbids in any text; the parser would report it without its place. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F\\uFFFE\\uFFFF]");

  private final String name;
  private final Problems problems;
  private final Map<String, Position> positions = new HashMap<>();

  YamlReader(String name, Problems problems) {
    this.name = name;
    this.problems = problems;
  }

  Optional<Document> parse(String text) {
    var unprintable = UNPRINTABLE.matcher(text);
    if (unprintable.find()) {
      Position at = FileText.positionOf(text, unprintable.start());
      return refused(at, "a control character, which YAML does not allow");
    }
    try (JsonParser parser = new YAMLMapper().createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        return refused(Position.START, "the file is empty");
      }
      positions.put("", here(parser));
      JsonNode root = value(parser, "");
      if (parser.nextToken() != null) {
        return refused(
            here(parser), "a second document: write one per file, without `---` between");
      }
      return Optional.of(new Document(name, root, positions));
    } catch (Unsupported unsupported) {
      return refused(unsupported.at, unsupported.message);
    } catch (StreamConstraintsException beyond) {
      return refused(at(beyond.getLocation()), "nested too deeply, or a value too long");
    } catch (JacksonException invalid) {
      Position known = at(invalid.getLocation());
      YamlComplaint complaint = YamlComplaint.of(invalid.getOriginalMessage(), known);
      return refused(complaint.at(), complaint.message());
    }
  }

  private Optional<Document> refused(Position at, String message) {
    problems.add(name, at, message);
    return Optional.empty();
  }

  private JsonNode value(JsonParser parser, String pointer) {
    if (((YAMLParser) parser).isCurrentAlias()) {
      throw new Unsupported(here(parser), "an alias (`*name`) is not supported: write the value");
    }
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(parser, pointer);
      case START_ARRAY -> list(parser, pointer);
      case VALUE_STRING -> make.stringNode(parser.getString());
      case VALUE_TRUE -> make.booleanNode(true);
      case VALUE_FALSE -> make.booleanNode(false);
      case VALUE_NULL -> make.nullNode();
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? make.numberNode(parser.getBigIntegerValue())
              : make.numberNode(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> make.numberNode(parser.getDoubleValue());
      default -> throw new Unsupported(here(parser), "a value of a kind that is not supported");
    };
  }

  private ObjectNode mapping(JsonParser parser, String pointer) {
    ObjectNode mapping = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.getString();
      String member = Pointers.member(pointer, key);
      Position at = here(parser);
      Position first = positions.putIfAbsent(member, at);
      parser.nextToken();
      if (first == null) {
        mapping.set(key, value(parser, member));
      } else {
        problems.add(name, at, "key `" + key + "` is there twice; first in line " + first.line());
        parser.skipChildren();
      }
    }
    return mapping;
  }

  private ArrayNode list(JsonParser parser, String pointer) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String item = Pointers.item(pointer, list.size());
      positions.put(item, here(parser));
      list.add(value(parser, item));
    }
    return list;
  }

  private static Position here(JsonParser parser) {
    return at(parser.currentTokenLocation());
  }

  private static Position at(@Nullable TokenStreamLocation location) {
    if (location == null) {
      return Position.START;
    }
    return new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  /** Valid YAML that these files do not use. */
  private static final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1;
    final transient Position at;
    final String message;

    Unsupported(Position at, String message) {
      super(message, null, false, false);
      this.at = at;
      this.message = message;
    }
  }
}
