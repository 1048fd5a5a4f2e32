package dev.cksauth.reference.managed;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate and its key.
 *
 * @param chain the certificate itself first, then those that lead to the authority
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {

  /**
   * @throws IllegalArgumentException when there is no certificate
   */
  public TlsIdentity {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("an identity needs a certificate");
    }
  }

  @Override
  public String toString() {
    return "TlsIdentity[" + chain.getFirst().getSubjectX500Principal() + "]";
  }
}
