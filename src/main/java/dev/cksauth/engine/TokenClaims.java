package dev.cksauth.engine;

import dev.cksauth.subject.Expected;
import dev.cksauth.subject.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a ServiceAccount token says of itself: whom it stands for where the file does not say. */
final class TokenClaims {

  private static final String PREFIX = "system:serviceaccount:";

  private TokenClaims() {}

  /** The first two parts of a token. */
  record Read(JsonNode header, JsonNode claims) {}

  /** The ServiceAccount that a token names; empty for what is no such token. */
  static Optional<Expected> serviceAccount(SecretValue token) {
    return read(token)
        .map(read -> read.claims().path("sub").asString(""))
        .filter(subject -> subject.startsWith(PREFIX))
        .map(subject -> new Expected(subject, Optional.empty(), Optional.empty(), Map.of()));
  }

  /** What any token says of itself, without its signature being looked at; empty for no JWT. */
  static Optional<Read> read(SecretValue token) {
    String[] parts = token.reveal().split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Read(part(parts[0]), part(parts[1])));
    } catch (IllegalArgumentException | JacksonException other) {
      return Optional.empty();
    }
  }

  private static JsonNode part(String encoded) {
    byte[] decoded = Base64.getUrlDecoder().decode(encoded);
    return new JsonMapper().readTree(new String(decoded, StandardCharsets.UTF_8));
  }
}
