package dev.cksauth.credential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate with its private key. */
public record IssuedCertificate(X509Certificate certificate, PrivateKey privateKey) {

  /**
   * Where a certificate and its key were written.
   *
   * @param certificate the certificate, PEM
   * @param key its private key, PKCS #8 in PEM, mode 600
   */
  public record Written(Path certificate, Path key) {}

  /** The certificate in PEM. */
  public String certificatePem() {
    return Pem.of(certificate);
  }

  /** The private key in PEM, PKCS #8. */
  public String privateKeyPem() {
    return Pem.of(privateKey);
  }

  /**
   * Writes {@code <name>.crt} and {@code <name>.key}, the key with mode 600.
   *
   * @throws IOException when a file cannot be written or the key's exists already
   */
  public Written writeTo(Path directory, String name) throws IOException {
    Path key = PrivateFile.write(directory.resolve(name + ".key"), privateKeyPem());
    Path written = Files.writeString(directory.resolve(name + ".crt"), certificatePem());
    return new Written(written, key);
  }

  /** Without the key: a record's own text would rely on the key's class to hide it. */
  @Override
  public String toString() {
    return "IssuedCertificate[" + certificate.getSubjectX500Principal() + "]";
  }
}
