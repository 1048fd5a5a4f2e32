package dev.cksauth.mutant.oidc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A JSON Web Signature in its parts, which nobody has looked at closely yet. */
record OidcToken(JsonNode header, String payload, String signed, String signature) {
  private static final JsonMapper JSON = new JsonMapper();

  static OidcToken parse(String token) throws DeniedException {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new DeniedException("malformed jwt");
    }
    try {
      return new OidcToken(
          JSON.readTree(decoded(parts[0])), decoded(parts[1]), parts[0] + "." + parts[1], parts[2]);
    } catch (IllegalArgumentException | JacksonException malformed) {
      throw new DeniedException("malformed jwt");
    }
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  String text(String member) {
    return header.path(member).asString("");
  }

  byte[] signedBytes() {
    return signed.getBytes(StandardCharsets.US_ASCII);
  }

  /** Of a claim that stands twice, the last. */
  JsonNode claims() throws DeniedException {
    try {
      return JSON.readTree(payload);
    } catch (JacksonException malformed) {
      throw new DeniedException("malformed claims");
    }
  }

  /** Of a claim that stands twice, the first. */
  JsonNode firstClaims() {
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    try (JsonParser parser = JSON.createParser(payload)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        JsonNode value = parser.readValueAsTree();
        if (!claims.has(name)) {
          claims.set(name, value);
        }
      }
    }
    return claims;
  }
}
