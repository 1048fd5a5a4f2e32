package dev.cksauth.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates and keys in files, for what is no subject file. */
public final class PemFiles {
  private PemFiles() {}

  /**
   * A certificate with those that lead to its authority, and its key.
   *
   * @throws IOException when a file cannot be read, is not PEM, or the two are no pair; the message
   *     names the file and shows nothing of its contents
   */
  public static ClientCertificate identity(Path certificate, Path key) throws IOException {
    List<X509Certificate> chain = certificates(certificate);
    PrivateKey secret =
        read(key).key().orElseThrow(() -> new IOException(key + ": has no private key in PEM"));
    if (!Pem.pair(secret, chain.getFirst().getPublicKey())) {
      throw new IOException(key + ": is not the key of the certificate in " + certificate);
    }
    return new ClientCertificate(certificate.toString(), chain, secret);
  }

  /**
   * The certificates of a file, at least one.
   *
   * @throws IOException when the file cannot be read or has none
   */
  public static List<X509Certificate> certificates(Path file) throws IOException {
    List<X509Certificate> certificates = read(file).certificates();
    if (certificates.isEmpty()) {
      throw new IOException(file + ": has no certificate in PEM");
    }
    return certificates;
  }

  private static Pem read(Path file) throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IOException(file + ": no such file, or not readable");
    }
    try {
      return Pem.parse(Files.readString(file));
    } catch (IOException | GeneralSecurityException | RuntimeException malformed) {
      // The parser throws unchecked exceptions too where the base64 inside is broken.
      throw new IOException(file + ": is not valid PEM");
    }
  }
}
