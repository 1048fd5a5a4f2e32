package dev.cksauth.credential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** The key that an API server signs ServiceAccount tokens with. */
public record ServiceAccountKey(KeyPair keys) {

  private static final int RSA_BITS = 2048;

  /** What a key can be; the API server signs with the first algorithm that fits it. */
  public enum Type {
    /** P-256: tokens are signed with ES256. */
    EC,
    /** 2048 bits: tokens are signed with RS256, as clusters usually do. */
    RSA
  }

  /**
   * Where a key was written.
   *
   * @param privateKey PKCS #8 in PEM, mode 600
   * @param publicKey SubjectPublicKeyInfo in PEM
   */
  public record Written(Path privateKey, Path publicKey) {}

  /** Makes a new key. */
  public static ServiceAccountKey generate(Type type) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type.name());
      switch (type) {
        case EC -> generator.initialize(new ECGenParameterSpec("secp256r1"));
        case RSA -> generator.initialize(RSA_BITS);
      }
      return new ServiceAccountKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has EC P-256 and RSA", e);
    }
  }

  /** The private key in PEM, PKCS #8. */
  public String privateKeyPem() {
    return Pem.of(keys.getPrivate());
  }

  /** The public key in PEM. */
  public String publicKeyPem() {
    return Pem.of(keys.getPublic());
  }

  /**
   * The {@code kid} that the API server puts into tokens: the SHA-256 digest of the public key's
   * DER form in base64url (k8s.io/kubernetes, pkg/serviceaccount/jwt.go).
   */
  public String keyId() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(keys.getPublic().getEncoded());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Writes {@code <name>.key}, mode 600, and {@code <name>.pub}.
   *
   * @throws IOException when a file cannot be written or the key's exists already
   */
  public Written writeTo(Path directory, String name) throws IOException {
    Path key = PrivateFile.write(directory.resolve(name + ".key"), privateKeyPem());
    return new Written(key, Files.writeString(directory.resolve(name + ".pub"), publicKeyPem()));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "ServiceAccountKey[" + keyId() + "]";
  }
}
