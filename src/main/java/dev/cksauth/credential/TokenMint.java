package dev.cksauth.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Signs any claims with an issuer's keys, from raw bytes: a library would refuse to sign some of
 * what verifiers have to refuse.
 */
public final class TokenMint {
  private final List<JWK> keys;
  private final JsonMapper json = new JsonMapper();

  /** A mint with an issuer's private keys. */
  public TokenMint(JWKSet keys) {
    this.keys = keys.getKeys().stream().filter(JWK::isPrivate).toList();
  }

  /** The same mint, to which the last key of a kind is the first. */
  public TokenMint newestFirst() {
    return new TokenMint(new JWKSet(keys.reversed()));
  }

  /** The key that signs by an algorithm; empty where the issuer has none. */
  public Optional<JWK> key(String algorithm) {
    return keys.stream().filter(key -> fits(key, algorithm)).findFirst();
  }

  /** The id of a key that does not sign by the algorithm; empty where all do. */
  public Optional<String> otherKeyId(String algorithm) {
    return keys.stream()
        .filter(key -> !fits(key, algorithm))
        .map(JWK::getKeyID)
        .filter(id -> id != null)
        .findFirst();
  }

  private static boolean fits(JWK key, String algorithm) {
    return switch (key) {
      case RSAKey ignored -> algorithm.matches("[RP]S(256|384|512)");
      case ECKey ec ->
          (ec.getCurve().equals(Curve.P_256) && algorithm.equals("ES256"))
              || (ec.getCurve().equals(Curve.P_384) && algorithm.equals("ES384"))
              || (ec.getCurve().equals(Curve.P_521) && algorithm.equals("ES512"));
      case OctetKeyPair ignored -> algorithm.equals("EdDSA");
      default -> false;
    };
  }

  /**
   * A token.
   *
   * @param algorithm what it is signed by, whatever its header says
   * @param twice members that stand in the claims before the others
   * @throws IllegalArgumentException if the issuer has no key for the algorithm
   */
  public String token(String algorithm, ObjectNode header, ObjectNode claims, ObjectNode twice) {
    JWK key =
        key(algorithm)
            .orElseThrow(() -> new IllegalArgumentException("no key for algorithm " + algorithm));
    String text = json.writeValueAsString(claims);
    String payload =
        twice.isEmpty()
            ? text
            : json.writeValueAsString(twice).replaceFirst("}$", ",") + text.substring(1);
    String signed = encode(json.writeValueAsString(header)) + "." + encode(payload);
    byte[] signature =
        Signatures.sign(algorithm, privateKey(key), signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static PrivateKey privateKey(JWK key) {
    try {
      return switch (key) {
        // Nimbus has no Java form of these keys.
        case OctetKeyPair pair ->
            KeyFactory.getInstance("Ed25519")
                .generatePrivate(
                    new EdECPrivateKeySpec(NamedParameterSpec.ED25519, pair.getD().decode()));
        case AsymmetricJWK pair -> pair.toPrivateKey();
        default -> throw new IllegalArgumentException("not a private key");
      };
    } catch (JOSEException | GeneralSecurityException unusable) {
      throw new IllegalArgumentException("the key cannot be used", unusable);
    }
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
