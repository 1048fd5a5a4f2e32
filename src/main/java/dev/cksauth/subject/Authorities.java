package dev.cksauth.subject;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Certificates to trust.
 *
 * @param origin where they were read, for messages
 */
public record Authorities(String origin, List<X509Certificate> certificates) {
  public Authorities {
    certificates = List.copyOf(certificates);
  }

  @Override
  public String toString() {
    return "Authorities[" + origin + ", " + certificates.size() + "]";
  }
}
