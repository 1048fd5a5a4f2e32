package dev.cksauth.reference.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.HostConfig;
import dasniko.testcontainers.keycloak.KeycloakContainer;
import dev.cksauth.reference.container.Images.Image;
import dev.cksauth.reference.idp.keycloak.KeycloakHost;
import dev.cksauth.reference.process.PortReservation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** Keycloak in its container, in production mode: over TLS alone, with an empty database. */
public final class ContainerKeycloak implements KeycloakHost {
  private static final String HOME = "/opt/keycloak";

  /** In bytes. */
  private static final long MEMORY = 5L << 28;

  private final Pod pod;

  public ContainerKeycloak(Pod pod) {
    this.pod = pod;
  }

  @Override
  public PortReservation takePort() {
    return pod.takePort();
  }

  @Override
  public Running start(Launch launch) throws IOException {
    Published container =
        new Published(pod.images().name(Image.KEYCLOAK), launch.server().getPort());
    container
        .withProductionMode()
        .withBootstrapAdminDisabled()
        .withRamPercentage(10, 60)
        .withCustomCommand("--cache=local") // else it looks for others on all networks
        .withEnv("KC_DB", "dev-file")
        .withEnv("KC_HTTPS_PORT", String.valueOf(launch.server().getPort()))
        .withEnv("KC_HOSTNAME", launch.server().toString())
        .withEnv("KC_HTTPS_CERTIFICATE_FILE", HOME + "/conf/serving.crt")
        .withEnv("KC_HTTPS_CERTIFICATE_KEY_FILE", HOME + "/conf/serving.key")
        .withEnv("KC_BOOTSTRAP_ADMIN_CLIENT_ID", launch.client())
        .withEnv("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", launch.secret())
        .withCreateContainerCmdModifier(ContainerKeycloak::bound);
    // Copied, since its user is not the one who may read the run directory.
    copy(container, launch.certificate(), HOME + "/conf/serving.crt");
    copy(container, launch.key(), HOME + "/conf/serving.key");
    copy(container, launch.realm(), HOME + "/data/import/realm.json");
    PodContainer started = pod.launch("keycloak", pod.inside(container));
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

  /** Its heap is a share of what the container may have. */
  private static void bound(CreateContainerCmd command) {
    HostConfig host =
        command.getHostConfig() == null ? HostConfig.newHostConfig() : command.getHostConfig();
    Object unused = command.withHostConfig(host.withMemory(MEMORY));
  }

  private static void copy(Published container, Path file, String target) {
    container.withCopyFileToContainer(MountableFile.forHostPath(file, 0644), target);
  }

  /** In a pod, which publishes the port for it. */
  private static final class Published extends KeycloakContainer {
    private final int port;

    Published(DockerImageName image, int port) {
      super(image);
      this.port = port;
    }

    @Override
    protected void configure() {
      super.configure();
      setExposedPorts(List.of());
    }

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
