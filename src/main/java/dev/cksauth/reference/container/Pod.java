package dev.cksauth.reference.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.container.Images.Image;
import dev.cksauth.reference.process.PortReservation;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/**
 * The containers of one run. They share the network namespace of the first, which does nothing but
 * hold it, and the run directory, which each sees under its own path: addresses and paths mean the
 * same in every container and in the harness. Its ports are fixed at its creation, and published on
 * 127.0.0.1 alone under the same numbers.
 */
public final class Pod implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(1);
  private static final int KEY_BYTES = 24;

  /**
   * What the pod's kernel takes for any free port. The ports that are published, and those of the
   * harness that are reached from the pod, are of this machine's range, which is above this.
   */
  private static final String FREE_PORTS = "10000 32767";

  /** The file with the tunnel's key: written before anything is made in Docker. */
  public static final String KEY = "tunnel.key";

  private final Engine engine;
  private final Images images;
  private final RunDirectory run;
  private final String prefix;
  private final List<PortReservation> ports = new ArrayList<>();
  private final Deque<PortReservation> free = new ArrayDeque<>();
  private final List<PodContainer> containers = new ArrayList<>();
  private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
  private boolean closed;
  private @Nullable PodContainer first;
  private @Nullable Tunnel tunnel;

  /**
   * A pod of a run; there is nothing of it yet. Whoever may close it at any moment can: what is
   * being made then is waited for, and removed.
   */
  public Pod(Engine engine, Images images, RunDirectory run) {
    this.engine = engine;
    this.images = images;
    this.run = run;
    this.prefix = "cks-auth-" + run.path().getFileName();
  }

  /**
   * Makes it, without anything in it.
   *
   * @param aliases names under which the pod is found on its network
   * @param published how many ports may be asked for
   * @throws IOException when Docker does not start it
   * @throws IllegalStateException when it was closed
   */
  public void open(List<String> aliases, int published) throws IOException, InterruptedException {
    // One more: its own.
    for (int i = 0; i <= published; i++) {
      ports.add(PortReservation.take());
    }
    free.addAll(ports);
    hold(aliases);
  }

  private void hold(List<String> aliases) throws IOException, InterruptedException {
    int port = takePort().port();
    String key = key();
    Path file = PrivateFile.write(run.path().resolve(KEY), key + "\n");
    Network made = unlessClosed(this::network);
    GenericContainer<?> holder = new GenericContainer<>(images.name(Image.CKS_AUTH));
    holder.withNetwork(made).withNetworkAliases(aliases.toArray(String[]::new));
    holder.withCommand("part", "tunnel", "--port=" + port, "--key=" + file);
    holder.withCreateContainerCmdModifier(command -> {
      asOurs(command);
      publish(command);
    });
    PodContainer started = launch("pod", holder);
    first = started;
    tunnel = Tunnel.open(port, key, READY, started::failure);
  }

  private Network network() {
    Network made =
        Network.builder()
            .createNetworkCmdModifier(
                command -> command.withName(prefix).withLabels(Leftovers.labels(run.path())))
            .build();
    // It is made when it is first asked for.
    String unused = made.getId();
    return made;
  }

  /** Makes something in Docker; the end of the pod waits for it. */
  private <T> T unlessClosed(Supplier<T> making) {
    making().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the pod was closed");
      }
      return making.get();
    } finally {
      making().unlock();
    }
  }

  private Lock making() {
    return lifetime.readLock();
  }

  private static String key() {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private void publish(CreateContainerCmd command) {
    Ports bindings = new Ports();
    List<ExposedPort> exposed = new ArrayList<>();
    for (PortReservation each : ports) {
      ExposedPort port = ExposedPort.tcp(each.port());
      exposed.add(port);
      bindings.bind(port, Ports.Binding.bindIpAndPort("127.0.0.1", each.port()));
    }
    HostConfig host = hostConfig(command);
    command
        .withExposedPorts(exposed)
        .withHostConfig(
            host.withPortBindings(bindings)
                .withSysctls(Map.of("net.ipv4.ip_local_port_range", FREE_PORTS)));
  }

  /**
   * A part of this program in a container: as the user who runs the harness, without any
   * capability, with nothing to write to but the run directory.
   *
   * @param name of the container, and of its log
   * @throws IOException when Docker does not start it
   */
  public PodPart part(String name, List<String> arguments) throws IOException {
    GenericContainer<?> container = new GenericContainer<>(images.name(Image.CKS_AUTH));
    container.withCommand(arguments.toArray(String[]::new));
    container.withCreateContainerCmdModifier(this::asOurs);
    return new PodPart(name, launch(name, inside(container)));
  }

  private void asOurs(CreateContainerCmd command) {
    HostConfig host = hostConfig(command);
    command
        .withUser(user())
        .withHostConfig(
            host.withCapDrop(Capability.ALL)
                .withReadonlyRootfs(true)
                .withTmpFs(Map.of("/tmp", "rw")));
  }

  private String user() {
    try {
      return "%s:%s"
          .formatted(
              Files.getAttribute(run.path(), "unix:uid"),
              Files.getAttribute(run.path(), "unix:gid"));
    } catch (IOException e) {
      throw new IllegalStateException("whose the run directory is cannot be told", e);
    }
  }

  private static HostConfig hostConfig(CreateContainerCmd command) {
    @Nullable HostConfig host = command.getHostConfig();
    return host == null ? HostConfig.newHostConfig() : host;
  }

  /** Puts a container into this pod's network namespace. */
  <C extends GenericContainer<?>> C inside(C container) {
    PodContainer holder = first;
    if (holder == null) {
      throw new IllegalStateException("the pod is not up");
    }
    container.setNetworkMode("container:" + holder.id());
    // Its ports are the pod's; Docker refuses others.
    container.withCreateContainerCmdModifier(command -> {
      Object unused =
          command
              .withExposedPorts(List.of())
              .withHostConfig(hostConfig(command).withPortBindings(new Ports()));
    });
    return container;
  }

  /**
   * Starts a container with the run directory in it.
   *
   * @throws IOException when Docker does not start it; it is removed then
   */
  PodContainer launch(String name, GenericContainer<?> container) throws IOException {
    LogFile log = new LogFile(run.path().resolve(name + ".log"));
    String path = run.path().toString();
    container.withLogConsumer(log);
    container.withCreateContainerCmdModifier(command -> {
      HostConfig host = hostConfig(command);
      List<Bind> binds =
          new ArrayList<>(List.of(host.getBinds() == null ? new Bind[0] : host.getBinds()));
      binds.add(new Bind(path, new Volume(path)));
      // Else Testcontainers publishes what is exposed, on all addresses of the machine.
      Object unused =
          command
              .withName(prefix + "-" + name)
              .withHostConfig(host.withBinds(binds).withPublishAllPorts(false));
    });
    container.withLabels(Leftovers.labels(run.path()));
    container.waitingFor(new AtOnce());
    try {
      unlessClosed(() -> {
        container.start();
        return container;
      });
    } catch (ContainerLaunchException | IllegalStateException failed) {
      String reason = reason(container, failed);
      container.stop();
      throw new IOException("container %s did not start: %s".formatted(name, reason), failed);
    }
    PodContainer started = new PodContainer(name, engine.client(), container, log);
    synchronized (containers) {
      containers.add(started);
    }
    return started;
  }

  /** What it said itself, where it ended; else what Docker says. */
  private String reason(GenericContainer<?> container, RuntimeException failed) {
    @Nullable String id = container.getContainerId();
    if (id != null) {
      InspectContainerResponse.ContainerState state =
          engine.client().inspectContainerCmd(id).exec().getState();
      if (Boolean.FALSE.equals(state.getRunning()) && state.getExitCodeLong() != null) {
        return "it ended with %d:%n%s"
            .formatted(state.getExitCodeLong(), container.getLogs().strip());
      }
    }
    return deepest(failed);
  }

  private static String deepest(Throwable failure) {
    Throwable reason = failure;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    @Nullable String message = reason.getMessage();
    return message == null ? reason.toString() : message.strip();
  }

  /**
   * A port that is published, and nobody else's.
   *
   * @throws IllegalStateException when more are asked for than were published
   */
  public synchronized PortReservation takePort() {
    PortReservation next = free.poll();
    if (next == null) {
      throw new IllegalStateException("the pod has too few ports");
    }
    return next;
  }

  /** Makes a port of loopback here the same in the pod. */
  public void reach(int local) throws IOException, InterruptedException {
    Tunnel open = tunnel;
    if (open == null) {
      throw new IllegalStateException("the pod is not up");
    }
    open.reach(local);
  }

  /** A name for a volume of this run. */
  String volume(String name) {
    String full = prefix + "-" + name;
    Object unused =
        unlessClosed(() ->
            engine
                .client()
                .createVolumeCmd()
                .withName(full)
                .withLabels(Leftovers.labels(run.path()))
                .exec());
    return full;
  }

  Images images() {
    return images;
  }

  RunDirectory run() {
    return run;
  }

  /** Removes it with all that is in it, at once. A second call does nothing. */
  @Override
  public void close() throws IOException {
    lifetime.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      lifetime.writeLock().unlock();
    }
    if (tunnel != null) {
      tunnel.close();
    }
    synchronized (containers) {
      containers.forEach(PodContainer::forget);
    }
    try {
      List<String> unused = new Leftovers(engine).removeAll(run.path());
    } catch (RuntimeException daemon) {
      run.keep(); // else nothing would tell whose they are
      throw new IOException(
          "Docker did not remove all containers (%s): `cks-auth down` does, once it answers"
              .formatted(deepest(daemon)),
          daemon);
    } finally {
      for (PortReservation port : ports) {
        port.close();
      }
    }
  }
}
