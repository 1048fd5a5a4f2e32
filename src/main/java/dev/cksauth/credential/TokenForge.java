package dev.cksauth.credential;

import com.nimbusds.jose.jwk.JWK;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes bad tokens of good ones, by one mutation each and from raw bytes: libraries rightly refuse
 * to build most of them.
 */
public final class TokenForge {

  private static final int SHORTER = 4;
  private static final String LONGER = "xxxx";
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F-]+");
  private static final int HOUR = 3600;

  private final JsonMapper json = new JsonMapper();

  /** A token in its three parts, as they stand. */
  record Parts(String header, String payload, String signature) {
    String signed() {
      return header + "." + payload;
    }
  }

  /**
   * The token with one thing wrong. It differs in decoded bytes, not only in its text: the last
   * character of base64url may carry bits that nobody reads.
   *
   * @throws NothingToChangeException if no such token would differ from a good one
   * @throws IllegalArgumentException if the token is no JSON Web Signature in compact form, or its
   *     algorithm is none that this can sign with, or the mutation needs more than a token
   */
  public String forge(Mutation mutation, String token) {
    return switch (mutation.kind()) {
      case JWT -> spoilt(mutation, parts(token));
      case TEXT -> rewritten(mutation, token);
      case PUBLIC_KEY, SIGNED, CERTIFICATE ->
          throw new IllegalArgumentException(mutation.word() + " needs more than a token");
    };
  }

  /**
   * The token's claims signed by a stranger, whose keys are said to be at an address in {@code jku}
   * and {@code x5u} (RFC 8725 section 3.10).
   *
   * @throws IllegalArgumentException if the token is no JSON Web Signature in compact form
   */
  public String withKeysAt(URI keys, String token) {
    return new StrangersToken().withKeysAt(keys, parts(token).payload());
  }

  /**
   * The token's claims under a code whose secret is the key that everybody knows.
   *
   * @param key the public key that the token is verified with
   * @throws IllegalArgumentException if the token is no JSON Web Token, or the mutation needs no
   *     public key
   */
  public String forge(Mutation mutation, String token, JWK key) {
    Parts parts = parts(token);
    ObjectNode header = object(parts.header()).put("alg", "HS256");
    String signed = encode(header) + "." + parts.payload();
    byte[] secret = PublicKeyBytes.of(mutation, key.toPublicJWK());
    return signed
        + "."
        + encode(
            Signatures.authenticate("HS256", secret, signed.getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * The token's claims and signature, with groups that are said to be told at an address (OpenID
   * Connect Core 1.0 section 5.6.2), which nobody has signed.
   *
   * @throws IllegalArgumentException if the token is no JSON Web Signature in compact form
   */
  public String withClaimsAt(URI claims, String token) {
    Parts parts = parts(token);
    ObjectNode payload = object(parts.payload());
    payload.remove("groups");
    payload.putObject("_claim_names").put("groups", "elsewhere");
    payload.putObject("_claim_sources").putObject("elsewhere").put("endpoint", claims.toString());
    return parts.header() + "." + encode(payload) + "." + parts.signature();
  }

  private static String rewritten(Mutation mutation, String token) {
    int length = token.length();
    String text =
        switch (mutation) {
          case LENGTHENED -> token + LONGER;
          case SHORTENED -> token.substring(0, Math.max(0, length - SHORTER));
          case CASE_SWAPPED -> inOtherCase(token);
          default -> token;
        };
    if (text.isEmpty() || text.equals(token)) {
      throw new NothingToChangeException("the token has nothing that could be changed");
    }
    return text;
  }

  private static String inOtherCase(String token) {
    // Databases keep such tokens as numbers, and rightly find them in either case.
    if (HEXADECIMAL.matcher(token).matches()) {
      throw new NothingToChangeException("hexadecimal digits mean the same in either case");
    }
    int half = token.length() / 2;
    return token.substring(0, half) + swapped(token.substring(half));
  }

  private static String swapped(String text) {
    return text.chars()
        .map(letter ->
            Character.isUpperCase(letter)
                ? Character.toLowerCase(letter)
                : Character.toUpperCase(letter))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /**
   * The token with other claims under a good signature.
   *
   * @param key the issuer's private key
   * @throws IllegalArgumentException if the token is no JSON Web Token, the key does not fit its
   *     algorithm, or the mutation needs no key
   */
  public String forge(Mutation mutation, String token, PrivateKey key) {
    Parts parts = parts(token);
    ObjectNode claims = object(parts.payload());
    long now = Instant.now().getEpochSecond();
    switch (mutation) {
      case RESIGNED -> claims.put("iat", claims.path("iat").asLong(now) - 1);
      case EXPIRED ->
          claims.put("iat", now - 3 * HOUR).put("nbf", now - 3 * HOUR).put("exp", now - 2 * HOUR);
      case NOT_YET_VALID -> claims.put("nbf", now + HOUR).put("exp", now + 2 * HOUR);
      case ISSUER_CHANGED -> claims.put("iss", claims.path("iss").asString("") + "-other");
      case AUDIENCE_CHANGED -> claims.putArray("aud").add("https://somebody-else.example");
      default -> throw new IllegalArgumentException(mutation.word() + " needs no key");
    }
    String signed = parts.header() + "." + encode(claims);
    String algorithm = object(parts.header()).path("alg").asString("");
    return signed
        + "."
        + encode(Signatures.sign(algorithm, key, signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private String spoilt(Mutation mutation, Parts parts) {
    return switch (mutation) {
      case SIGNATURE_CHANGED -> parts.signed() + "." + flipped(parts.signature());
      case SIGNATURE_REMOVED -> parts.signed() + ".";
      case ALGORITHM_NONE -> withoutAlgorithm(parts, "none") + "." + parts.payload() + ".";
      case ALGORITHM_NONE_IN_CAPITALS ->
          withoutAlgorithm(parts, "nOnE") + "." + parts.payload() + ".";
      case ALGORITHM_NONE_SIGNED ->
          withoutAlgorithm(parts, "none") + "." + parts.payload() + "." + parts.signature();
      case ALGORITHM_REMOVED -> withoutAlgorithm(parts) + "." + parts.payload() + ".";
      case OWN_KEY_IN_HEADER,
          OWN_CERTIFICATE_IN_HEADER,
          EMPTY_SECRET,
          GUESSABLE_SECRET,
          KEY_ID_PATH,
          KEY_ID_QUERY ->
          new StrangersToken().of(mutation, parts.payload());
      case BLANK_SIGNATURE -> parts.signed() + "." + blank(parts.signature());
      case PAYLOAD_CHANGED -> parts.header() + "." + otherSubject(parts) + "." + parts.signature();
      case FOREIGN_KEY -> parts.signed() + "." + signedByStranger(parts);
      default -> throw new IllegalArgumentException(mutation.word() + " spoils no JSON Web Token");
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

  private static String blank(String signature) {
    return encode(new byte[Base64.getUrlDecoder().decode(signature).length]);
  }

  private String withoutAlgorithm(Parts parts, String none) {
    ObjectNode header = object(parts.header());
    header.put("alg", none);
    return encode(header);
  }

  private String withoutAlgorithm(Parts parts) {
    ObjectNode header = object(parts.header());
    header.remove("alg");
    return encode(header);
  }

  private String otherSubject(Parts parts) {
    ObjectNode payload = object(parts.payload());
    payload.put("sub", payload.path("sub").asString("") + "-other");
    return encode(payload);
  }

  private String signedByStranger(Parts parts) {
    String algorithm = object(parts.header()).path("alg").asString("");
    return encode(StrangersKey.sign(algorithm, parts.signed().getBytes(StandardCharsets.US_ASCII)));
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
