package dev.cksauth.engine.configuration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The three blocks of a cluster's configuration that say how it authenticates and authorizes. What
 * is absent, null and an empty text are the same: APIs answer one for the other.
 *
 * @param fields the fields of each block that is set, by its name
 */
record AuthBlocks(Map<String, Map<String, JsonNode>> fields) {
  static final String AUTHN = "authnWebhook";
  static final String AUTHZ = "authzWebhook";
  static final String OIDC = "oidc";

  /** The blocks, with the fields that a mask names to set or clear each as a whole. */
  static final Map<String, List<String>> NAMES =
      new TreeMap<>(
          Map.of(
              AUTHN,
              List.of("server", "ca"),
              AUTHZ,
              List.of("server", "ca"),
              OIDC,
              List.of(
                  "issuerUrl",
                  "clientId",
                  "usernameClaim",
                  "usernamePrefix",
                  "groupsClaim",
                  "groupsPrefix",
                  "ca",
                  "requiredClaim",
                  "signingAlgorithms",
                  "adminGroupBinding")));

  private static final String AUTHORITY = "ca";
  private static final int SHOWN_BYTES = 6;

  AuthBlocks {
    Map<String, Map<String, JsonNode>> copy = new TreeMap<>();
    fields.forEach((name, block) -> copy.put(name, Map.copyOf(block)));
    fields = Map.copyOf(copy);
  }

  /** Those of a cluster's document, or of a note of it. */
  static AuthBlocks of(JsonNode cluster) {
    Map<String, Map<String, JsonNode>> blocks = new TreeMap<>();
    for (String name : NAMES.keySet()) {
      Map<String, JsonNode> block = new TreeMap<>();
      cluster
          .path(name)
          .propertyStream()
          .filter(field -> isSet(field.getValue()))
          .forEach(field -> block.put(field.getKey(), field.getValue()));
      if (!block.isEmpty()) {
        blocks.put(name, block);
      }
    }
    return new AuthBlocks(blocks);
  }

  private static boolean isSet(JsonNode value) {
    return !value.isNull()
        && !(value.isString() && value.asString().isEmpty())
        && !(value.isArray() && value.isEmpty());
  }

  Map<String, JsonNode> block(String name) {
    return fields.getOrDefault(name, Map.of());
  }

  /** The same with another block; an empty one is none. */
  AuthBlocks with(String name, Map<String, JsonNode> block) {
    Map<String, Map<String, JsonNode>> all = new TreeMap<>(fields);
    all.remove(name);
    if (!block.isEmpty()) {
      all.put(name, block);
    }
    return new AuthBlocks(all);
  }

  ObjectNode json() {
    ObjectNode json = new JsonMapper().createObjectNode();
    new TreeMap<>(fields).forEach((name, block) -> json.set(name, block(block)));
    return json;
  }

  private static ObjectNode block(Map<String, JsonNode> block) {
    ObjectNode json = new JsonMapper().createObjectNode();
    new TreeMap<>(block).forEach(json::set);
    return json;
  }

  /** The names of the blocks that are other ones there. */
  List<String> changed(AuthBlocks other) {
    return NAMES.keySet().stream().filter(name -> !block(name).equals(other.block(name))).toList();
  }

  /** What differs from here to there, a line for each field. */
  List<String> difference(AuthBlocks other) {
    List<String> lines = new ArrayList<>();
    for (String name : changed(other)) {
      Map<String, JsonNode> all = new TreeMap<>(block(name));
      all.putAll(other.block(name));
      for (String field : all.keySet()) {
        JsonNode before = block(name).get(field);
        JsonNode after = other.block(name).get(field);
        if (!Objects.equals(before, after)) {
          lines.add(
              "%s.%s: %s → %s".formatted(name, field, shown(field, before), shown(field, after)));
        }
      }
    }
    return lines;
  }

  private static String shown(String field, @org.jspecify.annotations.Nullable JsonNode value) {
    if (value == null) {
      return "not set";
    }
    String text = value.isString() ? value.asString() : value.toString();
    return field.equals(AUTHORITY) ? "SHA-256 " + digest(text) : text;
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, SHOWN_BYTES) + "…";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
