package dev.cksauth.engine;

import dev.cksauth.subject.Expected;
import dev.cksauth.subject.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a ServiceAccount token says of itself: whom it stands for where the file does not say. */
final class TokenClaims {

  private static final String PREFIX = "system:serviceaccount:";

  private TokenClaims() {}

  /** The ServiceAccount that a token names; empty for what is no such token. */
  static Optional<Expected> serviceAccount(SecretValue token) {
    String[] parts = token.reveal().split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      return Optional.of(new JsonMapper().readTree(claims).path("sub").asString(""))
          .filter(subject -> subject.startsWith(PREFIX))
          .map(subject -> new Expected(subject, Optional.empty(), Optional.empty(), Map.of()));
    } catch (IllegalArgumentException | JacksonException other) {
      return Optional.empty();
    }
  }
}
