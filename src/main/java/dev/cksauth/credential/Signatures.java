package dev.cksauth.credential;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures of JSON Web Signatures, as raw bytes (RFC 7518 section 3, RFC 8037 section 3.1). */
final class Signatures {
  private static final Set<String> EDWARDS = Set.of("EdDSA", "Ed25519");
  private static final int WORD = 2;

  private Signatures() {}

  /**
   * A signature.
   *
   * @throws IllegalArgumentException if the algorithm is none of signatures with a private key, or
   *     the key does not fit it
   */
  static byte[] sign(String algorithm, PrivateKey key, byte[] signed) {
    try {
      Signature signature = of(algorithm);
      signature.initSign(key);
      signature.update(signed);
      return signature.sign();
    } catch (InvalidKeyException other) {
      throw new IllegalArgumentException("the key does not fit algorithm " + algorithm, other);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A message authentication code of HS256, HS384 or HS512. */
  static byte[] authenticate(String algorithm, byte[] secret, byte[] signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA" + bits(algorithm));
      mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
      return mac.doFinal(signed);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Signature of(String algorithm) throws GeneralSecurityException {
    if (EDWARDS.contains(algorithm)) {
      return Signature.getInstance("Ed25519");
    }
    if (!algorithm.matches("(RS|ES|PS)(256|384|512)")) {
      throw new IllegalArgumentException("nothing is signed by algorithm " + algorithm);
    }
    return switch (algorithm.substring(0, WORD)) {
      case "RS" -> Signature.getInstance("SHA" + bits(algorithm) + "withRSA");
      case "ES" -> Signature.getInstance("SHA" + bits(algorithm) + "withECDSAinP1363Format");
      default -> pss(bits(algorithm));
    };
  }

  /** As long a salt as the hash (RFC 7518 section 3.5). */
  private static Signature pss(String bits) throws GeneralSecurityException {
    String hash = "SHA-" + bits;
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec(
            hash,
            "MGF1",
            new MGF1ParameterSpec(hash),
            Integer.parseInt(bits) / Byte.SIZE,
            PSSParameterSpec.TRAILER_FIELD_BC));
    return signature;
  }

  private static String bits(String algorithm) {
    return algorithm.substring(WORD);
  }
}
