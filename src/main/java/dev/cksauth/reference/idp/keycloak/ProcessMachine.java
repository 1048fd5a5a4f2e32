package dev.cksauth.reference.idp.keycloak;

import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.process.ChildProcess;
import dev.cksauth.reference.process.Guard;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keycloak as a process, with its own copy of a prepared database. */
final class ProcessMachine implements Machine {

  /** As many of the log's last lines as the message of a failure shows. */
  private static final int LINES = 25;

  private final PreparedKeycloak prepared;
  private final RunDirectory run;
  private final URI server;
  private final Path home;
  private final IssuedCertificate.Written certificate;
  private @Nullable ChildProcess child;

  private ProcessMachine(
      PreparedKeycloak prepared,
      RunDirectory run,
      URI server,
      Path home,
      IssuedCertificate.Written certificate) {
    this.prepared = prepared;
    this.run = run;
    this.server = server;
    this.home = home;
    this.certificate = certificate;
  }

  /** Lays out what it needs. */
  static ProcessMachine of(
      PreparedKeycloak prepared, RunDirectory run, URI server, IssuedCertificate serving)
      throws IOException {
    Path home = lay(prepared.home(), run.path().resolve("keycloak-" + server.getPort()));
    return new ProcessMachine(prepared, run, server, home, serving.writeTo(home, "serving"));
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

  @Override
  public synchronized void launch() throws IOException {
    List<String> arguments =
        List.of(
            "start",
            "--optimized",
            "--cache=local", // else it looks for others on all networks
            "--http-host=127.0.0.1",
            "--https-port=" + server.getPort(),
            "--hostname=" + server,
            "--https-certificate-file=" + certificate.certificate(),
            "--https-certificate-key-file=" + certificate.key());
    Map<String, String> environment = new HashMap<>(System.getenv());
    KeycloakJava.restrict(environment);
    List<String> command = Guard.around(KeycloakJava.command(home, prepared.classes(), arguments));
    child =
        run.start(new ChildProcess.Command("keycloak-" + server.getPort(), command, environment));
  }

  @Override
  public synchronized void stop() {
    if (child != null) {
      child.close();
      child = null;
    }
  }

  @Override
  public synchronized Optional<String> failure() {
    if (child == null || child.alive()) {
      return Optional.empty();
    }
    return Optional.of(
        "Keycloak ended with %d:%n%s%nIf it does so again, remove %s: it is then prepared anew"
            .formatted(child.exitCode().orElse(-1), child.logTail(LINES), prepared.directory()));
  }

  @Override
  public Path logFile() {
    return run.path().resolve("keycloak-" + server.getPort() + ".log");
  }

  /** The process; nothing while it is stopped. */
  synchronized Optional<ChildProcess> process() {
    return Optional.ofNullable(child);
  }
}
