package dev.cksauth.reference.idp.keycloak;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A Keycloak with its run directory and a certificate of its own authority. */
record Running(RunDirectory run, KeycloakServer server, SSLContext trust) implements AutoCloseable {
  private static final Duration LONG = Duration.ofMinutes(3);

  /** One of the Keycloak that is in the cache, at which users can log in. */
  static Running ready(Path base) throws Exception {
    Running running =
        start(
            KeycloakResolver.ofProcess(Optional.empty()).resolve(KeycloakProgress.silent()), base);
    try {
      running.server().awaitReady(LONG);
      return running;
    } catch (IOException | RuntimeException failed) {
      running.close();
      throw failed;
    }
  }

  static Running start(PreparedKeycloak prepared, Path base)
      throws IOException, GeneralSecurityException {
    CertificateAuthority authority = CertificateAuthority.create("test");
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    SSLContext trust = trusting(authority);
    RunDirectory run = RunDirectory.create(base);
    try {
      KeycloakServer server =
          KeycloakServer.start(
              prepared, run, authority.issueServer(List.of("localhost"), List.of(loopback)), trust);
      return new Running(run, server, trust);
    } catch (IOException | RuntimeException e) {
      run.close();
      throw e;
    }
  }

  private static SSLContext trusting(CertificateAuthority authority)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", authority.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() throws IOException {
    try (run) {
      server.close();
    }
  }
}
