package dev.cksauth.reference.idp.keycloak;

import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.process.ChildProcess;
import dev.cksauth.reference.process.Poll;
import dev.cksauth.reference.process.PortReservation;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;

/**
 * A running Keycloak on a loopback port of its own, with the realm {@value KeycloakRealm#NAME}.
 *
 * <p>It ends when it is closed, when its run directory is closed, and when this process dies.
 */
public final class KeycloakServer implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final PortReservation port;
  private final Machine machine;
  private final Calls calls;
  private final KeycloakRealm realm;
  private final KeycloakAdmin admin;
  private boolean equipped;

  private KeycloakServer(
      PortReservation port, Machine machine, SSLContext trust, String administratorSecret)
      throws IOException {
    this.port = port;
    this.machine = machine;
    this.calls = new Calls(trust);
    this.realm = newRealm(port.port());
    this.admin = new KeycloakAdmin(calls, server(port.port()), administratorSecret);
    machine.launch();
  }

  /**
   * Starts a Keycloak with its own copy of the prepared database; it is not ready yet.
   *
   * @param serving a certificate for {@code localhost}
   * @param trust of a client: what signed that certificate
   * @throws IOException when it cannot be started
   * @see #awaitReady(Duration)
   */
  public static KeycloakServer start(
      PreparedKeycloak prepared, RunDirectory run, IssuedCertificate serving, SSLContext trust)
      throws IOException {
    PortReservation port = PortReservation.take();
    try {
      Machine machine = ProcessMachine.of(prepared, run, server(port.port()), serving);
      return new KeycloakServer(port, machine, trust, prepared.administratorSecret());
    } catch (IOException | RuntimeException e) {
      port.close();
      throw e;
    }
  }

  /**
   * Starts a Keycloak that somebody else runs; it is not ready yet.
   *
   * @param serving a certificate for {@code localhost}
   * @param trust of a client: what signed that certificate
   * @throws IOException when it cannot be started
   */
  public static KeycloakServer start(
      KeycloakHost host, RunDirectory run, IssuedCertificate serving, SSLContext trust)
      throws IOException {
    PortReservation port = host.takePort();
    try {
      URI server = server(port.port());
      Path files = Files.createDirectory(run.path().resolve("keycloak"));
      IssuedCertificate.Written written = serving.writeTo(files, "serving");
      Path realm = Files.writeString(files.resolve("realm.json"), CacheEntry.realm());
      String secret = Secrets.random();
      KeycloakHost.Launch launch =
          new KeycloakHost.Launch(
              server, written.certificate(), written.key(), realm, KeycloakAdmin.CLIENT, secret);
      return new KeycloakServer(port, new HostedMachine(host, launch), trust, secret);
    } catch (IOException | RuntimeException e) {
      port.close();
      throw e;
    }
  }

  private static URI server(int port) {
    return URI.create("https://localhost:" + port);
  }

  private static KeycloakRealm newRealm(int port) {
    Map<String, String> passwords =
        KeycloakRealm.USERS.stream()
            .collect(Collectors.toMap(Function.identity(), user -> Secrets.random()));
    URI issuer = server(port).resolve("/realms/" + KeycloakRealm.NAME);
    return new KeycloakRealm(issuer, passwords, Secrets.random(), Secrets.random());
  }

  /**
   * Waits until the realm's discovery document is there, and gives the users the secrets of this
   * run.
   *
   * @param deadline the longest wait; it takes about seven seconds on two cores
   * @throws IOException when it is not ready in time, or as soon as it has died; with the end of
   *     its log
   */
  public void awaitReady(Duration deadline) throws IOException, InterruptedException {
    Poll.until("Keycloak is ready (" + logFile() + ")", deadline, POLL, this::look, this::failure);
    equip();
  }

  /**
   * What the realm says of itself (OpenID Connect Discovery 1.0 section 4).
   *
   * @throws IOException when it does not answer
   */
  public String discoveryDocument() throws IOException, InterruptedException {
    return discovery().toString();
  }

  private JsonNode discovery() throws IOException, InterruptedException {
    return calls.get(URI.create(realm.issuer() + "/.well-known/openid-configuration"));
  }

  private Poll.Attempt look() throws InterruptedException {
    try {
      String issuer = Calls.text(discovery(), "issuer");
      return issuer.equals(realm.issuer().toString())
          ? Poll.Attempt.success()
          : Poll.Attempt.notYet("the issuer calls itself " + issuer);
    } catch (IOException e) {
      return Poll.Attempt.notYet(e.toString());
    }
  }

  private synchronized void equip() throws IOException, InterruptedException {
    if (!equipped) {
      admin.equip(realm);
      equipped = true;
    }
  }

  /** Ends Keycloak until it is started again; its data, keys and port are kept. */
  public void stop() {
    machine.stop();
  }

  /** Ends Keycloak and starts it again. Wait for it with {@link #awaitReady}. */
  public void restart() throws IOException {
    machine.stop();
    machine.launch();
  }

  /**
   * What it died of, with the end of its log; nothing while it runs, and when it was ended by
   * {@link #stop} or {@link #close}.
   */
  public Optional<String> failure() {
    return machine.failure();
  }

  /** The realm: who can log in, and with what. */
  public KeycloakRealm realm() {
    return realm;
  }

  /** The administrator. */
  public KeycloakAdmin admin() {
    return admin;
  }

  /** The log. */
  public Path logFile() {
    return machine.logFile();
  }

  /** The process; nothing while it is stopped, and where somebody else runs it. */
  public Optional<ChildProcess> process() {
    return machine instanceof ProcessMachine process ? process.process() : Optional.empty();
  }

  /** Ends Keycloak. A second call does nothing. */
  @Override
  public void close() throws IOException {
    machine.stop();
    calls.close();
    port.close();
  }
}
