package dev.cksauth.credential;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;

/** Signs as any issuer may (RFC 7518 section 3.1, RFC 8037), with keys that nobody knows. */
final class StrangersKey {
  private static final int RSA_BITS = 2048;
  private static final int SECRET_BYTES = 64;

  private StrangersKey() {}

  /**
   * A signature of an algorithm by a new key.
   *
   * @throws IllegalArgumentException if there is no such algorithm, or none of signatures
   */
  static byte[] sign(String algorithm, byte[] signed) {
    try {
      return switch (algorithm) {
        case "HS256", "HS384", "HS512" -> Signatures.authenticate(algorithm, secret(), signed);
        case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512" ->
            Signatures.sign(algorithm, rsa(), signed);
        case "ES256" -> Signatures.sign(algorithm, ec("secp256r1"), signed);
        case "ES384" -> Signatures.sign(algorithm, ec("secp384r1"), signed);
        case "ES512" -> Signatures.sign(algorithm, ec("secp521r1"), signed);
        case "EdDSA", "Ed25519" ->
            Signatures.sign(
                algorithm,
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

  private static byte[] secret() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  private static PrivateKey rsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(RSA_BITS);
    return generator.generateKeyPair().getPrivate();
  }

  private static PrivateKey ec(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair().getPrivate();
  }
}
