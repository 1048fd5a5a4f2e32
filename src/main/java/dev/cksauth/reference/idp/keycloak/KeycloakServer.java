package dev.cksauth.reference.idp.keycloak;

import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.process.ChildProcess;
import dev.cksauth.reference.process.Guard;
import dev.cksauth.reference.process.Poll;
import dev.cksauth.reference.process.PortReservation;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A running Keycloak on a loopback port of its own, with the realm {@value KeycloakRealm#NAME}.
 *
 * <p>It ends when it is closed, when its run directory is closed, and when this process dies.
 */
public final class KeycloakServer implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  /** As many of the log's last lines as the message of a failure shows. */
  private static final int LINES = 25;

  private final RunDirectory run;
  private final PreparedKeycloak prepared;
  private final PortReservation port;
  private final Path home;
  private final IssuedCertificate.Written certificate;
  private final Calls calls;
  private final KeycloakRealm realm;
  private final KeycloakAdmin admin;
  private @Nullable ChildProcess child;
  private boolean equipped;

  private KeycloakServer(
      PreparedKeycloak prepared,
      RunDirectory run,
      PortReservation port,
      Path home,
      IssuedCertificate.Written certificate,
      SSLContext trust)
      throws IOException {
    this.prepared = prepared;
    this.run = run;
    this.port = port;
    this.home = home;
    this.certificate = certificate;
    this.calls = new Calls(trust);
    this.realm = newRealm(port.port());
    this.admin = new KeycloakAdmin(calls, server(port.port()), prepared.administratorSecret());
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
      Path home = lay(prepared.home(), run.path().resolve("keycloak-" + port.port()));
      KeycloakServer server =
          new KeycloakServer(prepared, run, port, home, serving.writeTo(home, "serving"), trust);
      server.launch();
      return server;
    } catch (IOException | RuntimeException e) {
      port.close();
      throw e;
    }
  }

  /** What changes is copied; the libraries, 190 MB, are the cache's. */
  private static Path lay(Path from, Path home) throws IOException {
    Files.createDirectory(home);
    Distribution.copyTree(from.resolve("conf"), home.resolve("conf"));
    Distribution.copyTree(from.resolve("data"), home.resolve("data"));
    Files.createSymbolicLink(home.resolve("lib"), from.resolve("lib"));
    Files.createDirectory(home.resolve("providers"));
    Files.createDirectory(home.resolve("themes"));
    return home;
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

  private synchronized void launch() throws IOException {
    List<String> arguments =
        List.of(
            "start",
            "--optimized",
            "--cache=local", // else it looks for others on all networks
            "--http-host=127.0.0.1",
            "--https-port=" + port.port(),
            "--hostname=" + server(port.port()),
            "--https-certificate-file=" + certificate.certificate(),
            "--https-certificate-key-file=" + certificate.key());
    Map<String, String> environment = new HashMap<>(System.getenv());
    KeycloakJava.restrict(environment);
    List<String> command = Guard.around(KeycloakJava.command(home, prepared.classes(), arguments));
    child = run.start(new ChildProcess.Command("keycloak-" + port.port(), command, environment));
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
  public synchronized void stop() {
    if (child != null) {
      child.close();
      child = null;
    }
  }

  /** Ends Keycloak and starts it again. Wait for it with {@link #awaitReady}. */
  public synchronized void restart() throws IOException {
    stop();
    launch();
  }

  /**
   * What it died of, with the end of its log; nothing while it runs, and when it was ended by
   * {@link #stop} or {@link #close}.
   */
  public synchronized Optional<String> failure() {
    if (child == null || child.alive()) {
      return Optional.empty();
    }
    return Optional.of(
        "Keycloak ended with %d:%n%s%nIf it does so again, remove %s: it is then prepared anew"
            .formatted(child.exitCode().orElse(-1), child.logTail(LINES), prepared.directory()));
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
    return run.path().resolve("keycloak-" + port.port() + ".log");
  }

  /** The process; nothing while it is stopped. */
  public synchronized Optional<ChildProcess> process() {
    return Optional.ofNullable(child);
  }

  /** Ends Keycloak. A second call does nothing. */
  @Override
  public synchronized void close() throws IOException {
    stop();
    calls.close();
    port.close();
  }
}
