package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.subject.OidcSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The header and the claims of an OIDC token before it is signed. */
final class TokenDraft {
  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final String NULL = Names.placeholder(Names.NULL);
  private static final String IN = "in";
  private static final String AGO = "ago";

  private final Instant now = Instant.now();
  private final UnaryOperator<String> names;

  /** A draft; names in texts are filled in. */
  TokenDraft(UnaryOperator<String> names) {
    this.names = names;
  }

  /** What the issuer's tokens for this client usually say, of a user whom only this run has. */
  ObjectNode usual(OidcSettings settings, String run) {
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    String user = "cks-auth-" + run;
    claims.put("iss", settings.issuer().toString()).put("aud", settings.clientId());
    claims.put("sub", user).put("iat", seconds(Duration.ZERO)).put("exp", seconds(LIFETIME));
    claims.put("jti", UUID.randomUUID().toString());
    if (settings.usernameClaim().equals("email")) {
      claims.put("email", user + "@example.com").put("email_verified", true);
    } else {
      claims.put(settings.usernameClaim(), user);
    }
    settings.groupsClaim().ifPresent(groups -> claims.putArray(groups).add(user));
    return claims;
  }

  /** Members in the place of those of their names. */
  ObjectNode merged(ObjectNode usual, JsonNode others) {
    for (Map.Entry<String, JsonNode> member : others.properties()) {
      String name = names.apply(member.getKey());
      if (member.getValue().isNull()) {
        usual.remove(name);
      } else {
        usual.set(name, filled(member.getValue()));
      }
    }
    return usual;
  }

  private JsonNode filled(JsonNode node) {
    if (node.isString()) {
      return node.asString().equals(NULL)
          ? JsonNodeFactory.instance.nullNode()
          : JsonNodeFactory.instance.stringNode(names.apply(node.asString()));
    }
    if (node.isArray()) {
      var copy = JsonNodeFactory.instance.arrayNode();
      node.valueStream().forEach(item -> copy.add(filled(item)));
      return copy;
    }
    if (!node.isObject()) {
      return node;
    }
    return offset(node)
        .<JsonNode>map(by -> JsonNodeFactory.instance.numberNode(seconds(by)))
        .orElseGet(() -> merged(JsonNodeFactory.instance.objectNode(), node));
  }

  private long seconds(Duration by) {
    return now.plus(by).getEpochSecond();
  }

  /** How far a value is from now, where it says that; the past is negative. */
  static Optional<Duration> offset(JsonNode value) {
    if (value.size() != 1) {
      return Optional.empty();
    }
    return value.has(IN)
        ? Optional.of(duration(value.path(IN).asString("")))
        : Optional.of(value.path(AGO).asString(""))
            .filter(text -> !text.isEmpty())
            .map(text -> duration(text).negated());
  }

  private static Duration duration(String text) {
    return Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT));
  }
}
