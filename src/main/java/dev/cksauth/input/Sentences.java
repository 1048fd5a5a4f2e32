package dev.cksauth.input;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What is said of a violation. The offending value is quoted only where its place has a closed list
 * of values: anything else might be a secret.
 */
record Sentences(SchemaTree schema, Document document) {
  private static final int QUOTED_AT_MOST = 60;

  Problem problem(Violation violation) {
    String pointer = violation.pointer();
    String key = violation.property();
    return switch (violation.keyword()) {
      case "additionalProperties", "unevaluatedProperties" ->
          atKey(pointer, key, unknownKey(key, absentKeys(violation), allowedKeys(violation)));
      case "propertyNames" -> atKey(pointer, key, badKey(violation));
      case "uniqueItems" -> repeatedItem(pointer);
      default -> document.problem(pointer, about(pointer, message(violation)));
    };
  }

  /** A message with the name of what it is about, unless the message names it. */
  static String about(String pointer, String message) {
    return Pointers.prefix(pointer) + message;
  }

  private Problem atKey(String pointer, String key, String message) {
    return document.problem(Pointers.member(pointer, key), message);
  }

  private String message(Violation violation) {
    JsonNode value = document.at(violation.pointer());
    JsonNode holder = schema.at(violation.holder());
    return switch (violation.keyword()) {
      case "required" -> "missing key `" + violation.property() + "`";
      case "type" -> wrongType(List.of(holder), value);
      case "enum", "const" -> unknownValue(value, SchemaTree.values(holder));
      default -> says(violation.holder()).orElseGet(() -> byRote(violation, holder, value));
    };
  }

  private static String byRote(Violation violation, JsonNode holder, JsonNode value) {
    JsonNode bound = holder.path(violation.keyword());
    return switch (violation.keyword()) {
      case "dependentRequired" -> missingBeside(violation.property(), bound, value);
      case "pattern" ->
          holder.has("description")
              ? "is not valid: " + holder.path("description").asString("")
              : "must match the pattern `" + bound.asString("") + "`";
      case "minLength" ->
          bound.asInt() == 1 ? "must not be empty" : "must have at least " + bound + " characters";
      case "maxLength" -> "must have at most " + bound + " characters";
      case "minItems" -> "must have at least " + count(bound, "item") + ", has " + value.size();
      case "maxItems" -> "must have at most " + count(bound, "item") + ", has " + value.size();
      case "minProperties" -> "must have at least " + count(bound, "key") + ", has " + value.size();
      case "maxProperties" -> "must have at most " + count(bound, "key") + ", has " + value.size();
      case "minimum" -> "must be at least " + bound;
      case "maximum" -> "must be at most " + bound;
      case "exclusiveMinimum" -> "must be more than " + bound;
      case "exclusiveMaximum" -> "must be less than " + bound;
      case "false" -> "is not allowed here";
      case "not" -> "is not allowed in this combination";
      default -> violation.otherwise();
    };
  }

  private static String count(JsonNode number, String what) {
    return number + " " + what + (number.asInt() == 1 ? "" : "s");
  }

  private static String missingBeside(String key, JsonNode dependencies, JsonNode value) {
    List<String> missing =
        dependencies
            .path(key)
            .valueStream()
            .map(each -> each.asString(""))
            .filter(each -> !value.has(each))
            .map(each -> "`" + each + "`")
            .toList();
    return "missing key " + String.join(", ", missing) + ", needed beside `" + key + "`";
  }

  /** The schema's own sentence, from {@code x-says}. */
  Optional<String> says(List<String> holder) {
    return Optional.of(schema.at(holder).path("x-says").asString("")).filter(s -> !s.isEmpty());
  }

  String wrongType(Collection<JsonNode> schemas, JsonNode value) {
    String expected = SchemaTree.expected(schemas);
    boolean unquoted = (value.isNumber() || value.isBoolean()) && expected.contains("a text");
    return "must be "
        + expected
        + ", is "
        + SchemaTree.actual(value)
        + (unquoted ? ": write it in quotes" : "");
  }

  String unknownValue(JsonNode value, Collection<String> allowed) {
    if (value.isContainer() || value.isNull()) {
      return "must be a text, is " + SchemaTree.actual(value) + allowedList(allowed);
    }
    String written = SchemaTree.text(value);
    String quoted =
        written.length() <= QUOTED_AT_MOST ? written : written.substring(0, QUOTED_AT_MOST) + "…";
    return "unknown value `" + quoted + "`" + Similar.hint(written, allowed) + allowedList(allowed);
  }

  private static String allowedList(Collection<String> allowed) {
    return "; allowed: " + Similar.list(allowed);
  }

  String unknownKey(String key, Collection<String> absent, Collection<String> allowed) {
    String hint = Similar.hint(key, absent);
    return allowed.isEmpty()
        ? "unknown key `" + key + "`; no key is allowed here"
        : "unknown key `" + key + "`" + hint + "; allowed here: " + Similar.list(allowed);
  }

  String exactlyOne(List<String> present, Collection<String> keys) {
    if (present.isEmpty()) {
      return "must have exactly one of the keys " + Similar.list(keys);
    }
    return "has "
        + String.join(" and ", present.stream().map(key -> "`" + key + "`").toList())
        + "; exactly one is allowed of "
        + Similar.list(keys);
  }

  private String badKey(Violation violation) {
    List<String> path = violation.path();
    JsonNode names = schema.at(path);
    List<String> allowed = SchemaTree.values(names);
    String key = violation.property();
    if (!allowed.isEmpty()) {
      return unknownKey(key, allowed, allowed);
    }
    return "key `" + key + "` " + says(path).orElse("is not of the form that keys have here");
  }

  /** The key that an unknown one seems to stand for. */
  Optional<String> meantKey(Violation violation) {
    return switch (violation.keyword()) {
      case "additionalProperties", "unevaluatedProperties" ->
          Similar.to(violation.property(), absentKeys(violation));
      default -> Optional.empty();
    };
  }

  private Set<String> allowedKeys(Violation violation) {
    return schema.keys(schema.at(violation.holder()));
  }

  private Set<String> absentKeys(Violation violation) {
    Set<String> absent = allowedKeys(violation);
    absent.removeAll(document.at(violation.pointer()).propertyNames());
    return absent;
  }

  private Problem repeatedItem(String pointer) {
    List<JsonNode> items = new ArrayList<>(document.at(pointer).values());
    Set<JsonNode> before = new HashSet<>();
    int at = 0;
    while (at < items.size() && before.add(items.get(at))) {
      at++;
    }
    String item = Pointers.item(pointer, at);
    return document.problem(item, about(item, "is in the list twice"));
  }
}
