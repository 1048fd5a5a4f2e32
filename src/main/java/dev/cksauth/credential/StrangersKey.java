package dev.cksauth.credential;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as any issuer may (RFC 7518 section 3.1, RFC 8037), with keys that nobody knows. */
final class StrangersKey {
  private static final int RSA_BITS = 2048;
  private static final int WORD = 2;

  private StrangersKey() {}

  /**
   * A signature of an algorithm by a new key.
   *
   * @throws IllegalArgumentException if there is no such algorithm, or none of signatures
   */
  static byte[] sign(String algorithm, byte[] signed) {
    try {
      return switch (algorithm) {
        case "HS256", "HS384", "HS512" -> mac("HmacSHA" + bits(algorithm), signed);
        case "RS256", "RS384", "RS512" ->
            sign(Signature.getInstance("SHA" + bits(algorithm) + "withRSA"), rsa(), signed);
        case "PS256", "PS384", "PS512" -> sign(pss(bits(algorithm)), rsa(), signed);
        case "ES256" -> ecdsa(bits(algorithm), "secp256r1", signed);
        case "ES384" -> ecdsa(bits(algorithm), "secp384r1", signed);
        case "ES512" -> ecdsa(bits(algorithm), "secp521r1", signed);
        case "EdDSA", "Ed25519" ->
            sign(
                Signature.getInstance("Ed25519"),
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate(),
                signed);
        default ->
            throw new IllegalArgumentException(
                "no foreign key is made for a token of algorithm " + algorithm);
      };
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String bits(String algorithm) {
    return algorithm.substring(WORD);
  }

  private static byte[] mac(String name, byte[] signed) throws GeneralSecurityException {
    byte[] secret = new byte[64];
    new SecureRandom().nextBytes(secret);
    Mac mac = Mac.getInstance(name);
    mac.init(new SecretKeySpec(secret, name));
    return mac.doFinal(signed);
  }

  private static PrivateKey rsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(RSA_BITS);
    return generator.generateKeyPair().getPrivate();
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

  private static byte[] ecdsa(String bits, String curve, byte[] signed)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    Signature signature = Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
    return sign(signature, generator.generateKeyPair().getPrivate(), signed);
  }

  private static byte[] sign(Signature signature, PrivateKey key, byte[] signed)
      throws GeneralSecurityException {
    signature.initSign(key);
    signature.update(signed);
    return signature.sign();
  }
}
