package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The two sides of TLS between parts of one reference system. */
final class TlsContexts {
  // Guards key stores in memory that are never written.
  private static final char[] PASSWORD = "in-memory".toCharArray();

  private TlsContexts() {}

  /** A certificate for {@code localhost} and 127.0.0.1. */
  static IssuedCertificate local(CertificateAuthority authority) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return authority.issueServer(List.of("localhost"), List.of(loopback));
  }

  /** For a server that shows such a certificate. */
  static SSLContext serving(CertificateAuthority authority) throws IOException {
    return serving(local(authority));
  }

  /** For a server that shows this one. */
  static SSLContext serving(IssuedCertificate issued) throws IOException {
    try {
      KeyStore store = empty();
      Certificate[] chain = {issued.certificate()};
      store.setKeyEntry("server", issued.privateKey(), PASSWORD, chain);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate cannot be used", e);
    }
  }

  /** For a client that trusts the authority alone. */
  static SSLContext trusting(CertificateAuthority authority) throws IOException {
    try {
      KeyStore store = empty();
      store.setCertificateEntry("authority", authority.certificate());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the authority's certificate cannot be used", e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
