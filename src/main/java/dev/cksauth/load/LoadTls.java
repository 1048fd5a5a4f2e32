package dev.cksauth.load;

import dev.cksauth.subject.Client;
import dev.cksauth.subject.ClientCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The client's side of TLS, as a kubeconfig says it. */
final class LoadTls {
  // Guards key stores in memory that are never written.
  private static final String PASSWORD = "in-memory";

  private LoadTls() {}

  static SslContextFactory.Client of(Client client) throws IOException {
    SslContextFactory.Client tls = new SslContextFactory.Client(client.insecure());
    tls.setEndpointIdentificationAlgorithm(client.insecure() ? null : "HTTPS");
    try {
      if (client.ca().isPresent()) {
        tls.setTrustStore(trusted(client.ca().get().certificates()));
      }
      if (client.certificate().isPresent()) {
        tls.setKeyStore(shown(client.certificate().get()));
        tls.setKeyStorePassword(PASSWORD);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificates of the webhook's file cannot be used", e);
    }
    return tls;
  }

  private static KeyStore trusted(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    for (int at = 0; at < authorities.size(); at++) {
      store.setCertificateEntry("authority-" + at, authorities.get(at));
    }
    return store;
  }

  private static KeyStore shown(ClientCertificate certificate)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    X509Certificate[] chain = certificate.chain().toArray(X509Certificate[]::new);
    store.setKeyEntry("client", certificate.key(), PASSWORD.toCharArray(), chain);
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
