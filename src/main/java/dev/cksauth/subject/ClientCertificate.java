package dev.cksauth.subject;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate and its key, to present in a TLS handshake.
 *
 * @param origin where they were read, for messages
 * @param chain the certificate first
 */
public record ClientCertificate(String origin, List<X509Certificate> chain, PrivateKey key) {
  public ClientCertificate {
    chain = List.copyOf(chain);
  }

  /** Without the key: some providers' keys show their parameters. */
  @Override
  public String toString() {
    return "ClientCertificate[" + origin + "]";
  }
}
