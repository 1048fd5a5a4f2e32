package dev.cksauth.reference.idp.keycloak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keycloak where somebody else runs it. */
final class HostedMachine implements Machine {
  private final KeycloakHost host;
  private final KeycloakHost.Launch launch;
  private KeycloakHost.@Nullable Running running;
  private Path log = Path.of("");

  HostedMachine(KeycloakHost host, KeycloakHost.Launch launch) {
    this.host = host;
    this.launch = launch;
  }

  @Override
  public synchronized void launch() throws IOException {
    KeycloakHost.Running started = host.start(launch);
    running = started;
    log = started.logFile();
  }

  @Override
  public synchronized void stop() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  @Override
  public synchronized Optional<String> failure() {
    return running == null ? Optional.empty() : running.failure();
  }

  @Override
  public synchronized Path logFile() {
    return log;
  }
}
