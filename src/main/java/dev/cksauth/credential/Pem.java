package dev.cksauth.credential;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;

/** The textual form of keys and certificates (RFC 7468). */
public final class Pem {

  private static final int LINE = 64;

  private Pem() {}

  /** A certificate. */
  public static String of(X509Certificate certificate) {
    try {
      return of("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate without an encoding", e);
    }
  }

  /** A private key as PKCS #8, a public key as SubjectPublicKeyInfo. */
  static String of(Key key) {
    return of(key instanceof PrivateKey ? "PRIVATE KEY" : "PUBLIC KEY", key.getEncoded());
  }

  /** A private key on an elliptic curve with the curve's name (RFC 5915 section 3). */
  static String elliptic(PrivateKey key) throws IOException {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
    ASN1Encodable curve = info.getPrivateKeyAlgorithm().getParameters();
    int bits = ((ECKey) key).getParams().getOrder().bitLength();
    BigInteger secret = ECPrivateKey.getInstance(info.parsePrivateKey()).getKey();
    return of("EC PRIVATE KEY", new ECPrivateKey(bits, secret, curve).getEncoded());
  }

  private static String of(String label, byte[] der) {
    Base64.Encoder encoder = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, encoder.encodeToString(der), label);
  }
}
