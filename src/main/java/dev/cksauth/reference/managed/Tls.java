package dev.cksauth.reference.managed;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The two sides of TLS: towards clients, and towards the API server. */
public final class Tls {
  // Guards key stores in memory that are never written: Java asks for one, nobody else does.
  private static final String PASSWORD = "in-memory";

  private Tls() {}

  /** Shows the identity, and asks for no client certificate. */
  public static SslContextFactory.Server server(TlsIdentity identity) throws IOException {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    present(tls, identity);
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    tls.setCipherComparator(HTTP2Cipher.COMPARATOR);
    return tls;
  }

  /** Presents the identity where asked, and trusts one authority, for the host that is dialled. */
  static SslContextFactory.Client client(TlsIdentity identity, X509Certificate authority)
      throws IOException {
    SslContextFactory.Client tls = new SslContextFactory.Client();
    present(tls, identity);
    try {
      KeyStore trusted = emptyStore();
      trusted.setCertificateEntry("authority", authority);
      tls.setTrustStore(trusted);
    } catch (GeneralSecurityException e) {
      throw new IOException("the authority's certificate cannot be used", e);
    }
    tls.setEndpointIdentificationAlgorithm("HTTPS");
    return tls;
  }

  /** Shows the identity from now on. */
  public static void present(SslContextFactory tls, TlsIdentity identity) throws IOException {
    try {
      KeyStore store = emptyStore();
      store.setKeyEntry(
          "identity",
          identity.key(),
          PASSWORD.toCharArray(),
          identity.chain().toArray(X509Certificate[]::new));
      tls.setKeyStore(store);
      tls.setKeyStorePassword(PASSWORD);
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate and its key cannot be used", e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
