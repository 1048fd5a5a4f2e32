package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.idp.keycloak.KeycloakActions;
import dev.cksauth.reference.idp.keycloak.KeycloakFlows;
import dev.cksauth.reference.idp.keycloak.KeycloakHost;
import dev.cksauth.reference.idp.keycloak.KeycloakResolver;
import dev.cksauth.reference.idp.keycloak.KeycloakServer;
import dev.cksauth.reference.idp.keycloak.KeycloakUnavailable;
import dev.cksauth.reference.idp.keycloak.PreparedKeycloak;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The Keycloak of a reference system, with what the system's files say about it. */
final class KeycloakPart implements AutoCloseable {

  /** Seven seconds on two idle cores; a busy machine is no failure. */
  private static final Duration READY = Duration.ofMinutes(2);

  private final KeycloakServer server;
  private final KeycloakFlows flows;

  private KeycloakPart(KeycloakServer server, KeycloakFlows flows) {
    this.server = server;
    this.flows = flows;
  }

  /**
   * Finds Keycloak or prepares it, which takes a minute the first time, and starts it. It is not
   * ready yet.
   *
   * @param authority signs its certificate
   * @param trust of a client: trusts that authority
   * @throws KeycloakUnavailable when there is none, with the ways out
   */
  static KeycloakPart start(
      RunDirectory run, CertificateAuthority authority, SSLContext trust, StartProgress progress)
      throws KeycloakUnavailable, IOException, InterruptedException {
    PreparedKeycloak prepared =
        KeycloakResolver.ofProcess(Optional.empty()).resolve(new KeycloakStages(progress));
    progress.note("Keycloak: " + prepared.describe());
    KeycloakServer server =
        KeycloakServer.start(prepared, run, TlsContexts.local(authority), trust);
    return new KeycloakPart(server, new KeycloakFlows(server.realm(), trust));
  }

  /**
   * Starts one that somebody else runs. It is not ready yet.
   *
   * @param host who does
   */
  static KeycloakPart start(
      KeycloakHost host, RunDirectory run, CertificateAuthority authority, SSLContext trust)
      throws IOException {
    KeycloakServer server = KeycloakServer.start(host, run, TlsContexts.local(authority), trust);
    return new KeycloakPart(server, new KeycloakFlows(server.realm(), trust));
  }

  /**
   * Waits until users can log in.
   *
   * @throws IOException when that takes too long, or as soon as Keycloak has died; with the end of
   *     its log
   */
  void awaitReady() throws IOException, InterruptedException {
    server.awaitReady(READY);
  }

  /** Its name, as tokens have it in {@code iss}. */
  URI issuer() {
    return server.realm().issuer();
  }

  /** What it says of itself. */
  String discoveryDocument() throws IOException, InterruptedException {
    return server.discoveryDocument();
  }

  /** An ID token of a user who logs in with a password. */
  String token(String user) throws IOException, InterruptedException {
    return flows.password(user).requireIdToken();
  }

  /** What a subject file may ask of it. */
  Map<String, Action> actions() {
    return KeycloakActions.of(server, flows);
  }

  /**
   * Writes down how its users log in, for {@link KeycloakLogins#read}.
   *
   * @param directory where the authority's certificate is, as {@code ca.pem}
   */
  Path writeSecrets(Path directory) throws IOException {
    return KeycloakLogins.write(directory, server.realm());
  }

  /** What it died of, with the end of its log; nothing while it runs or is stopped. */
  Optional<String> failure() {
    return server.failure();
  }

  /** Its log. */
  Path logFile() {
    return server.logFile();
  }

  @Override
  public void close() throws IOException {
    try (server) {
      flows.close();
    }
  }
}
