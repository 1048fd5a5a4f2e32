package dev.cksauth.catalogue;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts the values of a case in the place of their names. */
final class Cases {

  private final JsonNode values;

  Cases(JsonNode values) {
    this.values = values;
  }

  /** A copy of the node; a text that is nothing but a name becomes the value with its type. */
  JsonNode apply(JsonNode node) {
    if (node.isObject()) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      node.propertyStream()
          .forEach(member -> copy.set(apply(member.getKey()), apply(member.getValue())));
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      node.valueStream().forEach(item -> copy.add(apply(item)));
      return copy;
    }
    if (!node.isString()) {
      return node;
    }
    String text = node.asString();
    if (text.startsWith("{") && text.endsWith("}")) {
      JsonNode whole = values.path(text.substring(1, text.length() - 1));
      if (!whole.isMissingNode()) {
        return whole;
      }
    }
    return JsonNodeFactory.instance.stringNode(apply(text));
  }

  String apply(String text) {
    return Names.replace(
        text,
        name ->
            values.path(name).isValueNode()
                ? Optional.of(values.path(name).asString())
                : Optional.empty());
  }
}
