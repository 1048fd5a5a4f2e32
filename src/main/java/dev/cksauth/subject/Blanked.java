package dev.cksauth.subject;

import dev.cksauth.input.Pointers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A file's content without the secrets that stand in it, and without the queries of URLs. */
final class Blanked {
  private Blanked() {}

  static JsonNode of(Source source) {
    return copy(source, source.document().root(), "");
  }

  private static JsonNode copy(Source source, JsonNode node, String pointer) {
    if (source.found().literalSecrets().contains(pointer)) {
      return JsonNodeFactory.instance.stringNode("(secret)");
    }
    if (node instanceof ObjectNode mapping) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      mapping
          .propertyStream()
          .forEach(each -> {
            String member = Pointers.member(pointer, each.getKey());
            copy.set(each.getKey(), copy(source, each.getValue(), member));
          });
      return copy;
    }
    if (node instanceof ArrayNode list) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      for (int at = 0; at < list.size(); at++) {
        copy.add(copy(source, list.get(at), Pointers.item(pointer, at)));
      }
      return copy;
    }
    if (node.isString() && node.asString("").matches("https?://[^?]*\\?.*")) {
      // Keys are known to be put in queries.
      return JsonNodeFactory.instance.stringNode(node.asString("").replaceFirst("\\?.*", "?…"));
    }
    return node;
  }
}
