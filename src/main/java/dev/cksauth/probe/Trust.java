package dev.cksauth.probe;

import dev.cksauth.subject.Authorities;
import dev.cksauth.subject.Client;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The authorities that clients trust, read once each. */
final class Trust {
  private final Map<List<X509Certificate>, X509TrustManager> given = new ConcurrentHashMap<>();
  private final Map<Boolean, X509TrustManager> system = new ConcurrentHashMap<>();

  /** What a server's certificate is checked by; empty: by nothing. */
  Optional<X509TrustManager> of(Client client) {
    if (client.insecure()) {
      return Optional.empty();
    }
    Optional<List<X509Certificate>> roots = client.ca().map(Authorities::certificates);
    return Optional.of(
        roots.isPresent()
            ? given.computeIfAbsent(roots.get(), Trust::manager)
            : system.computeIfAbsent(true, any -> manager(null)));
  }

  private static X509TrustManager manager(@Nullable List<X509Certificate> roots) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(roots == null ? null : store(roots));
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager found) {
          return found;
        }
      }
    } catch (GeneralSecurityException | IOException broken) {
      throw new IllegalStateException("The authorities cannot be used", broken);
    }
    throw new IllegalStateException("This Java has no trust manager for certificates");
  }

  private static KeyStore store(List<X509Certificate> roots)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int at = 0; at < roots.size(); at++) {
      store.setCertificateEntry("authority-" + at, roots.get(at));
    }
    return store;
  }
}
