package dev.cksauth.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A JSON object that is read as Go reads one into a struct: null and absent are the empty value,
 * any other type is an error.
 */
final class TypedNode {
  /** A value of the wrong type. */
  static final class Mismatch extends Exception {
    Mismatch(String words) {
      super(words, null, false, false);
    }

    String words() {
      return String.valueOf(getMessage());
    }
  }

  private final String path;
  private final JsonNode node;

  private TypedNode(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  static TypedNode root(JsonNode node) throws Mismatch {
    if (!absent(node) && !node.isObject()) {
      throw new Mismatch("the body is " + type(node) + ", not an object");
    }
    return new TypedNode("", node);
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case BINARY, MISSING, NULL, POJO -> "nothing";
    };
  }

  private String name(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private JsonNode get(String field) {
    return node.isObject() ? node.path(field) : MissingNode.getInstance();
  }

  TypedNode object(String field) throws Mismatch {
    JsonNode value = get(field);
    if (!absent(value) && !value.isObject()) {
      throw new Mismatch(name(field) + " is " + type(value) + ", not an object");
    }
    return new TypedNode(name(field), value);
  }

  String text(String field) throws Mismatch {
    return text(get(field), name(field));
  }

  private static String text(JsonNode value, String name) throws Mismatch {
    if (absent(value)) {
      return "";
    }
    if (!value.isString()) {
      throw new Mismatch(name + " is " + type(value) + ", not a text");
    }
    return value.asString("");
  }

  boolean flag(String field) throws Mismatch {
    JsonNode value = get(field);
    if (!absent(value) && !value.isBoolean()) {
      throw new Mismatch(name(field) + " is " + type(value) + ", not a boolean");
    }
    return value.asBoolean(false);
  }

  List<String> texts(String field) throws Mismatch {
    return texts(get(field), name(field));
  }

  private static List<String> texts(JsonNode list, String name) throws Mismatch {
    if (!absent(list) && !list.isArray()) {
      throw new Mismatch(name + " is " + type(list) + ", not a list of texts");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode each : list.values()) {
      texts.add(text(each, "an item of " + name));
    }
    return texts;
  }

  Map<String, List<String>> textLists(String field) throws Mismatch {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : object(field).node.properties()) {
      lists.put(each.getKey(), texts(each.getValue(), "a value of " + name(field)));
    }
    return lists;
  }

  void textMap(String field) throws Mismatch {
    for (Map.Entry<String, JsonNode> each : object(field).node.properties()) {
      text(each.getValue(), "a value of " + name(field));
    }
  }
}
