package dev.cksauth.reference.apiserver;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.ServiceAccountKey;
import dev.cksauth.reference.process.ChildProcess;
import dev.cksauth.reference.process.Guard;
import dev.cksauth.reference.process.Poll;
import dev.cksauth.reference.process.PortReservation;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A running Kubernetes API server on a loopback port of its own.
 *
 * <p>It ends when it is closed, when its run directory is closed, and when this process dies.
 */
public final class ApiServer implements AutoCloseable {

  /** How long etcd has to open its socket; it takes a fraction of a second. */
  private static final Duration ETCD_READY = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(25);

  /** As many of the log's last lines as the message of a failure shows. */
  private static final int LINES = 25;

  /** What the programs get of our environment; no proxy, and none of the user's tokens. */
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "TMPDIR", "TZ", "LANG", "GOGC", "GOMEMLIMIT", "GOMAXPROCS");

  private final ControlPlane controlPlane;
  private final RunDirectory run;
  private final ApiServerSpec spec;
  private final PortReservation port;
  private final ApiServerFiles files;
  private final List<ChildProcess> children = new ArrayList<>();
  private ApiServerHost.@Nullable Running hosted;

  private ApiServer(
      ControlPlane controlPlane,
      RunDirectory run,
      ApiServerSpec spec,
      PortReservation port,
      ApiServerFiles files) {
    this.controlPlane = controlPlane;
    this.run = run;
    this.spec = spec;
    this.port = port;
    this.files = files;
  }

  /**
   * Starts an API server; it is not ready yet.
   *
   * @throws IOException when a program cannot be started, or etcd does not come up
   * @throws InterruptedException when the thread is interrupted; nothing runs then
   * @see #awaitReady(Duration)
   */
  public static ApiServer start(ControlPlane controlPlane, RunDirectory run, ApiServerSpec spec)
      throws IOException, InterruptedException {
    PortReservation port =
        controlPlane instanceof ControlPlane.Hosted(ApiServerHost host)
            ? host.takePort()
            : PortReservation.take();
    try {
      ApiServerFiles files = ApiServerFiles.write(run.path(), spec, port.port());
      ApiServer server = new ApiServer(controlPlane, run, spec, port, files);
      server.launch(Map.of());
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      port.close();
      throw e;
    }
  }

  /**
   * Waits until the API server says that it is ready.
   *
   * @param deadline the longest wait; it takes about three seconds on two cores
   * @throws IOException when it is not ready in time, or as soon as it has died; with the end of
   *     its log
   */
  public void awaitReady(Duration deadline) throws IOException, InterruptedException {
    try (Readiness readiness = new Readiness(caPem(), port(), spec.administratorToken())) {
      Poll.until(
          "the API server is ready (" + logFile() + ")",
          deadline,
          POLL,
          readiness::look,
          this::death);
    }
  }

  /**
   * Ends the API server and starts it again with its data, keys and port. Wait for it with {@link
   * #awaitReady}.
   *
   * @param flags flags that differ from the spec's, until the next restart
   */
  public synchronized void restart(Map<String, String> flags)
      throws IOException, InterruptedException {
    endChildren();
    launch(flags);
  }

  /**
   * Changes which issuers it takes tokens of, while it runs; that takes about ten seconds where
   * there are issuers.
   *
   * @throws IOException when it refuses the configuration, or does not take it up in time
   * @throws IllegalStateException when it was started without such a configuration
   */
  public void reload(AuthenticationConfiguration configuration)
      throws IOException, InterruptedException {
    @Nullable Path file = spec.authenticationConfiguration();
    if (file == null) {
      throw new IllegalStateException("started without an authentication configuration");
    }
    try (Reload reload = new Reload(caPem(), port(), spec.administratorToken())) {
      reload.to(configuration, file);
    }
  }

  /** Ends the API server until it is started again; its data, keys and port are kept. */
  public synchronized void stop() {
    endChildren();
  }

  /**
   * What it died of, with the end of its log; nothing while it runs, and when it was ended by
   * {@link #stop} or {@link #close}.
   */
  public Optional<String> failure() {
    return death();
  }

  /** The loopback port of the API server; it stays the same over restarts. */
  public int port() {
    return port.port();
  }

  /** What signed the serving certificate, in PEM. */
  public String caPem() {
    return spec.authority().certificatePem();
  }

  /** The log of the API server. */
  public Path logFile() {
    return run.path().resolve(name("kube-apiserver") + ".log");
  }

  /** The key that signs ServiceAccount tokens. */
  public ServiceAccountKey serviceAccountKey() {
    return files.serviceAccountKey();
  }

  /** A bearer token of group system:masters. */
  public String administratorToken() {
    return spec.administratorToken();
  }

  /**
   * Signs client certificates of front proxies, whose common name is {@code front-proxy-client}.
   */
  public CertificateAuthority frontProxyCa() {
    return files.frontProxyCa();
  }

  /**
   * The processes of the API server, etcd's first where it has one of its own; none where it is
   * hosted.
   */
  public synchronized List<ChildProcess> processes() {
    return List.copyOf(children);
  }

  /** Ends the API server. A second call does nothing. */
  @Override
  public synchronized void close() throws IOException {
    endChildren();
    port.close();
  }

  private void endChildren() {
    children.reversed().forEach(ChildProcess::close);
    children.clear();
    if (hosted != null) {
      hosted.close();
      hosted = null;
    }
  }

  private synchronized void launch(Map<String, String> flags)
      throws IOException, InterruptedException {
    try {
      switch (controlPlane) {
        case ControlPlane.SingleBinary(Path binary) -> launchSingle(binary, flags);
        case ControlPlane.Assets(Path apiServer, Path etcd) -> launchAssets(apiServer, etcd, flags);
        case ControlPlane.Hosted(ApiServerHost host) -> {
          ApiServerHost.Launch launch =
              new ApiServerHost.Launch(
                  name("kube-apiserver"),
                  port(),
                  new K3sCommand(spec, files).flags(port(), flags),
                  files.authorities());
          hosted = host.start(launch);
        }
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      endChildren();
      throw e;
    }
  }

  private void launchSingle(Path binary, Map<String, String> flags) throws IOException {
    List<String> command = new ArrayList<>(List.of(binary.toString(), "server"));
    command.add("--data-dir=" + files.directory());
    command.add("--controllers-kubeconfig=" + files.controllersKubeconfig());
    command.add("--");
    command.addAll(files.flags(port(), flags));
    child("kube-apiserver", command);
  }

  private void launchAssets(Path apiServer, Path etcd, Map<String, String> flags)
      throws IOException, InterruptedException {
    Path socket = files.directory().resolve("c.sock");
    Files.deleteIfExists(socket); // a killed etcd leaves it
    String client = "unix://" + socket;
    String peer = "unix://" + files.directory().resolve("p.sock");
    Files.deleteIfExists(files.directory().resolve("p.sock"));
    List<String> etcdCommand =
        List.of(
            etcd.toString(),
            "--data-dir=" + files.directory().resolve("etcd"),
            "--listen-client-urls=" + client,
            "--advertise-client-urls=" + client,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=default=" + peer,
            "--unsafe-no-fsync=true",
            "--log-level=error");
    ChildProcess started = child("etcd", Guard.around(etcdCommand));
    Poll.until(
        "etcd listens (" + started.logFile() + ")",
        ETCD_READY,
        POLL,
        Poll.that(() -> Files.exists(socket)),
        this::death);
    List<String> command =
        new ArrayList<>(List.of(apiServer.toString(), "--etcd-servers=" + client));
    command.addAll(files.flags(port(), flags));
    child("kube-apiserver", Guard.around(command));
  }

  private ChildProcess child(String program, List<String> command) throws IOException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().retainAll(INHERITED);
    ChildProcess child = run.start(new ChildProcess.Command(name(program), command, environment));
    children.add(child);
    return child;
  }

  /** Several API servers may share one run directory. */
  private String name(String program) {
    return program + "-" + port();
  }

  private synchronized Optional<String> death() {
    if (hosted != null) {
      return hosted.failure();
    }
    return children.stream()
        .filter(child -> !child.alive())
        .findFirst()
        .map(child ->
            "%s ended with %d:%n%s"
                .formatted(child.name(), child.exitCode().orElse(-1), child.logTail(LINES)));
  }
}
