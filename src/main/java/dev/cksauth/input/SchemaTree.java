package dev.cksauth.input;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Questions about a schema that its validator does not answer. */
record SchemaTree(JsonNode root) {
  private static final List<String> IN_PLACE = List.of("allOf", "oneOf", "anyOf");

  /** The schema at the end of an evaluation path. */
  JsonNode at(List<String> path) {
    JsonNode schema = root;
    for (String step : path) {
      if (step.equals("$ref")) {
        schema = root.at(schema.path("$ref").asString("").substring(1));
      } else {
        schema = schema.isArray() ? schema.path(Integer.parseInt(step)) : schema.path(step);
      }
    }
    return schema;
  }

  /** The alternatives at a {@code oneOf} or {@code anyOf}, references followed. */
  List<JsonNode> alternatives(List<String> fork) {
    return at(fork).valueStream().map(this::followed).toList();
  }

  private JsonNode followed(JsonNode schema) {
    JsonNode target = schema;
    while (target.has("$ref") && !target.has("properties")) {
      target = root.at(target.path("$ref").asString("").substring(1));
    }
    return target;
  }

  /** Every key that a schema speaks of, in its order. */
  Set<String> keys(JsonNode schema) {
    Set<String> keys = new LinkedHashSet<>(schema.path("properties").propertyNames());
    if (schema.has("$ref")) {
      keys.addAll(keys(followed(schema)));
    }
    for (String keyword : IN_PLACE) {
      schema.path(keyword).forEach(part -> keys.addAll(keys(part)));
    }
    for (String keyword : List.of("if", "then", "else")) {
      if (schema.has(keyword)) {
        keys.addAll(keys(schema.path(keyword)));
      }
    }
    return keys;
  }

  /** The closed list of values that a schema allows; empty where there is none. */
  static List<String> values(JsonNode schema) {
    if (schema.has("const")) {
      return List.of(text(schema.path("const")));
    }
    return schema.path("enum").valueStream().map(SchemaTree::text).toList();
  }

  static Set<String> required(JsonNode schema) {
    Set<String> required = new LinkedHashSet<>();
    schema.path("required").forEach(key -> required.add(key.asString("")));
    return required;
  }

  /** The types that a schema allows; empty for any. */
  static List<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isString()) {
      return List.of(type.asString(""));
    }
    return type.valueStream().map(each -> each.asString("")).toList();
  }

  static boolean fitsType(JsonNode schema, JsonNode value) {
    List<String> types = types(schema);
    return types.isEmpty() || types.stream().anyMatch(type -> isOf(type, value));
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> value.isNull();
    };
  }

  /** What messages say of the types a value may have. */
  static String expected(Collection<JsonNode> schemas) {
    List<String> words = new ArrayList<>();
    for (JsonNode schema : schemas) {
      for (String type : types(schema)) {
        words.add(word(type));
      }
    }
    return String.join(" or ", new LinkedHashSet<>(words));
  }

  private static String word(String type) {
    return switch (type) {
      case "object" -> "a mapping";
      case "array" -> "a list";
      case "string" -> "a text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      default -> "empty";
    };
  }

  /** What messages say of the type a value has. */
  static String actual(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "a mapping";
      case ARRAY -> "a list";
      case STRING -> "a text";
      case NUMBER -> value.isIntegralNumber() ? "a whole number" : "a number";
      case BOOLEAN -> value.asBoolean() ? "true" : "false";
      default -> "empty";
    };
  }

  static String text(JsonNode value) {
    return value.isString() ? value.asString("") : value.toString();
  }
}
