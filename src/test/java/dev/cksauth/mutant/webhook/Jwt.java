package dev.cksauth.mutant.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a JSON Web Token says of itself, believed. */
record Jwt(JsonNode header, JsonNode claims, String signed, String signature) {
  private static final JsonMapper JSON = new JsonMapper();

  static Optional<Jwt> read(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length < 2 || parts.length > 3) {
      return Optional.empty();
    }
    try {
      JsonNode header = JSON.readTree(text(parts[0]));
      JsonNode claims = JSON.readTree(text(parts[1]));
      return header.isObject() && claims.isObject()
          ? Optional.of(
              new Jwt(header, claims, parts[0] + "." + parts[1], parts.length == 3 ? parts[2] : ""))
          : Optional.empty();
    } catch (JacksonException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static String text(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  String algorithm() {
    return header.path("alg").asString("");
  }

  String keyId() {
    return header.path("kid").asString("");
  }

  boolean isUnsigned() {
    return signature.isEmpty();
  }

  /** Whether its signature is of zeros, or of what zeros look like in base64. */
  boolean isBlank() {
    return !signature.isEmpty() && signature.matches("A+");
  }

  boolean isExpired() {
    return claims.path("exp").asLong(Long.MAX_VALUE) < Instant.now().getEpochSecond();
  }

  /** Whether it is signed with this secret. */
  boolean isHmacOf(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] code = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(code).equals(signature);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String toString() {
    return "Jwt[" + algorithm() + "]";
  }
}
