package dev.cksauth.reference.idp.keycloak;

import dev.cksauth.reference.process.PortReservation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Runs Keycloak elsewhere than in a process of ours, as its published image does. */
public interface KeycloakHost {

  /** A port of 127.0.0.1, which is Keycloak's there and here. */
  PortReservation takePort();

  /**
   * Starts a Keycloak with an empty database, which imports the realm; it is not ready yet.
   *
   * @throws IOException when it cannot be started; nothing runs then
   */
  Running start(Launch launch) throws IOException;

  /**
   * What to start. The files are there under these paths.
   *
   * @param server how it is to call itself, with the port that it listens on
   * @param certificate in PEM
   * @param key of the certificate
   * @param realm the file to import
   * @param client the administrator's, in realm {@code master}
   * @param secret the client's
   */
  record Launch(URI server, Path certificate, Path key, Path realm, String client, String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Launch[" + server + "]";
    }
  }

  /** One that was started. */
  interface Running extends AutoCloseable {
    /** What it died of, with the end of its log; nothing while it runs, and once it is closed. */
    Optional<String> failure();

    /** Where its log is. */
    Path logFile();

    /** Ends it. */
    @Override
    void close();
  }
}
