package dev.cksauth.reference.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import dev.cksauth.reference.apiserver.ApiServerHost;
import dev.cksauth.reference.container.Images.Image;
import dev.cksauth.reference.process.PortReservation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * API servers in k3s's containers: without an agent, so without any privilege. Their data are in a
 * volume, so that one that is started anew finds them.
 */
public final class ContainerApiServers implements ApiServerHost {

  /** Where k3s keeps what must outlive a restart, and takes authorities of the user's from. */
  private static final String DATA = "/var/lib/rancher/k3s";

  private final Pod pod;

  public ContainerApiServers(Pod pod) {
    this.pod = pod;
  }

  @Override
  public PortReservation takePort() {
    return pod.takePort();
  }

  @Override
  public void reach(int port) throws IOException, InterruptedException {
    pod.reach(port);
  }

  @Override
  public Running start(Launch launch) throws IOException {
    String volume = pod.volume(launch.name());
    Agentless container = new Agentless(pod.images().name(Image.K3S), launch.port());
    List<String> command = new ArrayList<>(List.of("server", "--disable-agent"));
    command.addAll(launch.k3sFlags());
    container.withCommand(command.toArray(String[]::new));
    container.withPrivilegedMode(false);
    container.withCopyFileToContainer(
        MountableFile.forHostPath(launch.authorities(), 0600), DATA + "/server/tls");
    container.withCreateContainerCmdModifier(create -> mount(create, volume));
    PodContainer started = pod.launch(launch.name(), pod.inside(container));
    return new Running() {
      @Override
      public Optional<String> failure() {
        return started.failure();
      }

      @Override
      public Path logFile() {
        return started.logFile();
      }

      @Override
      public void close() {
        started.close();
      }
    };
  }

  private static void mount(CreateContainerCmd command, String volume) {
    HostConfig host =
        command.getHostConfig() == null ? HostConfig.newHostConfig() : command.getHostConfig();
    List<Bind> binds =
        new ArrayList<>(List.of(host.getBinds() == null ? new Bind[0] : host.getBinds()));
    binds.add(new Bind(volume, new Volume(DATA)));
    Object unused = command.withHostConfig(host.withBinds(binds));
  }

  /**
   * A {@link K3sContainer} in a pod, which publishes the port for it. Testcontainers would look for
   * a port of the container's own, and for the host's address from within.
   */
  private static final class Agentless extends K3sContainer {
    private final int port;

    Agentless(DockerImageName image, int port) {
      super(image);
      this.port = port;
      setExposedPorts(List.of());
    }

    /** Its kubeconfig is nobody's here, and is not yet there. */
    @Override
    protected void containerIsStarted(InspectContainerResponse info) {}

    @Override
    public Integer getMappedPort(int original) {
      return port;
    }

    @Override
    public String getHost() {
      return "127.0.0.1";
    }
  }
}
