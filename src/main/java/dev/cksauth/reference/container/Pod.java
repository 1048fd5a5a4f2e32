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
  private @Nullable Network network;
  private @Nullable PodContainer first;
  private @Nullable Tunnel tunnel;

  private Pod(Engine engine, Images images, RunDirectory run) {
    this.engine = engine;
    this.images = images;
    this.run = run;
    this.prefix = "cks-auth-" + run.path().getFileName();
  }

  /**
   * Starts one without anything in it.
   *
   * @param aliases names under which the pod is found on its network
   * @param published how many ports may be asked for
   * @throws IOException when Docker does not start it; nothing is left then
   */
  public static Pod start(
      Engine engine, Images images, RunDirectory run, List<String> aliases, int published)
      throws IOException, InterruptedException {
    Pod pod = new Pod(engine, images, run);
    try {
      for (int i = 0; i <= published; i++) {
        pod.ports.add(PortReservation.take());
      }
      pod.free.addAll(pod.ports);
      pod.hold(aliases);
      return pod;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      pod.close();
      throw failed;
    }
  }

  private void hold(List<String> aliases) throws IOException, InterruptedException {
    int port = takePort().port();
    String key = key();
    Path file = PrivateFile.write(run.path().resolve(KEY), key + "\n");
    Network made =
        Network.builder()
            .createNetworkCmdModifier(
                command -> command.withName(prefix).withLabels(Leftovers.labels(run.path())))
            .build();
    network = made;
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
      container.start();
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
        engine
            .client()
            .createVolumeCmd()
            .withName(full)
            .withLabels(Leftovers.labels(run.path()))
            .exec();
    return full;
  }

  Images images() {
    return images;
  }

  RunDirectory run() {
    return run;
  }

  /** Ends and removes all its containers at once; what is left of it goes when it is closed. */
  public void end() {
    List<String> unused = new Leftovers(engine).removeAll(run.path());
  }

  /** Removes it with all that is in it. */
  @Override
  public void close() throws IOException {
    if (tunnel != null) {
      tunnel.close();
    }
    List<PodContainer> all;
    synchronized (containers) {
      all = List.copyOf(containers);
    }
    try {
      // What is left after this is removed by its label: a container that was just being made, too.
      all.reversed().parallelStream().forEach(PodContainer::close);
      List<String> unused = new Leftovers(engine).removeAll(run.path());
    } catch (RuntimeException daemon) {
      throw new IOException("Docker did not remove all containers: " + deepest(daemon), daemon);
    } finally {
      if (network != null) {
        network.close();
      }
      for (PortReservation port : ports) {
        port.close();
      }
    }
  }
}
