package dev.cksauth.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes bad tokens of good ones, by one mutation each and from raw bytes: libraries rightly refuse
 * to build most of them.
 */
public final class TokenForge {

  private static final int RSA_BITS = 2048;

  private final JsonMapper json = new JsonMapper();

  /** A token in its three parts, as they stand. */
  private record Parts(String header, String payload, String signature) {
    String signed() {
      return header + "." + payload;
    }
  }

  /**
   * The token with one thing wrong. It differs in decoded bytes, not only in its text: the last
   * character of base64url may carry bits that nobody reads.
   *
   * @throws IllegalArgumentException if the token is no JSON Web Signature in compact form, or its
   *     algorithm is none that this can sign with
   */
  public String forge(Mutation mutation, String token) {
    Parts parts = parts(token);
    return switch (mutation) {
      case SIGNATURE_CHANGED -> parts.signed() + "." + flipped(parts.signature());
      case SIGNATURE_REMOVED -> parts.signed() + ".";
      case ALGORITHM_NONE -> withoutAlgorithm(parts) + "." + parts.payload() + ".";
      case PAYLOAD_CHANGED -> parts.header() + "." + otherSubject(parts) + "." + parts.signature();
      case FOREIGN_KEY -> parts.signed() + "." + signedByStranger(parts);
    };
  }

  private static Parts parts(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("the token is not a JSON Web Token");
    }
    return new Parts(parts[0], parts[1], parts[2]);
  }

  private static String flipped(String part) {
    byte[] bytes = Base64.getUrlDecoder().decode(part);
    bytes[bytes.length / 2] ^= 1;
    return encode(bytes);
  }

  private String withoutAlgorithm(Parts parts) {
    ObjectNode header = object(parts.header());
    header.put("alg", "none");
    return encode(header);
  }

  private String otherSubject(Parts parts) {
    ObjectNode payload = object(parts.payload());
    payload.put("sub", payload.path("sub").asString("") + "-other");
    return encode(payload);
  }

  private String signedByStranger(Parts parts) {
    String algorithm = object(parts.header()).path("alg").asString("");
    try {
      Signature signature;
      KeyPair stranger;
      switch (algorithm) {
        case "RS256" -> {
          KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
          generator.initialize(RSA_BITS);
          stranger = generator.generateKeyPair();
          signature = Signature.getInstance("SHA256withRSA");
        }
        case "ES256" -> {
          KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
          generator.initialize(new ECGenParameterSpec("secp256r1"));
          stranger = generator.generateKeyPair();
          signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        }
        default ->
            throw new IllegalArgumentException(
                "no foreign key is made for a token of algorithm " + algorithm);
      }
      signature.initSign(stranger.getPrivate());
      signature.update(parts.signed().getBytes(StandardCharsets.US_ASCII));
      return encode(signature.sign());
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private ObjectNode object(String part) {
    try {
      JsonNode node = json.readTree(Base64.getUrlDecoder().decode(part));
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException notJson) {
      throw new IllegalArgumentException("the token is not a JSON Web Token", notJson);
    }
    throw new IllegalArgumentException("the token is not a JSON Web Token");
  }

  private String encode(JsonNode node) {
    return encode(json.writeValueAsBytes(node));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
