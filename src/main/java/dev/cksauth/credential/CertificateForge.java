package dev.cksauth.credential;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Makes bad client certificates of good ones. */
public final class CertificateForge {

  /** The same user and groups for the same time, signed by an authority that nobody knows. */
  public IssuedCertificate byForeignAuthority(X509Certificate good) {
    X500Name subject = X500Name.getInstance(good.getSubjectX500Principal().getEncoded());
    List<String> groups = new ArrayList<>();
    String user = "";
    for (RDN part : subject.getRDNs()) {
      String value = IETFUtils.valueToString(part.getFirst().getValue());
      if (part.getFirst().getType().equals(BCStyle.O)) {
        groups.add(value);
      } else if (part.getFirst().getType().equals(BCStyle.CN)) {
        user = value;
      }
    }
    Instant from = good.getNotBefore().toInstant();
    Instant until = good.getNotAfter().toInstant();
    String issuer = good.getIssuerX500Principal().getName();
    return CertificateAuthority.create(commonName(issuer)).issueClient(user, groups, from, until);
  }

  /** Named as the real one, so that a client picks the certificate by the server's list. */
  private static String commonName(String issuer) {
    RDN[] names = new X500Name(issuer).getRDNs(BCStyle.CN);
    return names.length == 0 ? issuer : IETFUtils.valueToString(names[0].getFirst().getValue());
  }
}
