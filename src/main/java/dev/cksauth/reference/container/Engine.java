package dev.cksauth.reference.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Version;
import dev.cksauth.reference.container.Images.Image;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.DockerClientFactory;

/** The Docker engine of this machine, as Testcontainers finds it. */
public final class Engine {

  /** Docker 20.10's; cgroup namespaces, which k3s's container asks for, are new in it. */
  static final String LEAST_API = "1.41";

  private static final String HELP =
      """
      . One of these helps:
        - install Docker 20.10 or later and start it (apt-get install docker.io), or set DOCKER_HOST to where it listens
        - run without containers: --topology process\
      """;

  private final DockerClient client;
  private final String version;

  private Engine(DockerClient client, String version) {
    this.client = client;
    this.version = version;
  }

  /**
   * Finds the engine.
   *
   * @throws ContainersUnavailable when none answers, or it is too old
   */
  public static Engine find() throws ContainersUnavailable {
    DockerClient client;
    Version version;
    try {
      client = DockerClientFactory.instance().client();
      version = client.versionCmd().exec();
    } catch (RuntimeException | Error none) {
      // Testcontainers throws what its strategies did; each has its own kind.
      throw new ContainersUnavailable("no Docker engine answers" + HELP, none);
    }
    String api = version.getApiVersion();
    if (compare(api, LEAST_API) < 0) {
      throw new ContainersUnavailable(
          "Docker %s is too old: it speaks API %s, and %s is needed%s"
              .formatted(version.getVersion(), api, LEAST_API, HELP));
    }
    return new Engine(client, version.getVersion());
  }

  /**
   * Makes sure that images are there: none is fetched unasked.
   *
   * @throws ContainersUnavailable when one is missing; names them all
   */
  public void require(Images images, List<Image> which) throws ContainersUnavailable {
    List<String> missing = missing(images, which);
    if (!missing.isEmpty()) {
      throw new ContainersUnavailable(
          """
          Docker %s has no image %s. One of these helps:
            - build them from package registries, in a source tree: src/images/build
            - fetch published ones: docker pull NAME, and name them by %s
            - run without containers: --topology process\
          """
              .formatted(
                  version,
                  String.join(", ", missing),
                  which.stream().map(Images::variable).reduce((a, b) -> a + ", " + b).orElse("")));
    }
  }

  /** The names of those that are not there. */
  public List<String> missing(Images images, List<Image> which) {
    List<String> missing = new ArrayList<>();
    for (Image image : which) {
      String name = images.text(image);
      try {
        Object unused = client.inspectImageCmd(name).exec();
      } catch (NotFoundException absent) {
        missing.add(name);
      }
    }
    return List.copyOf(missing);
  }

  /** Its version, for a person. */
  public String version() {
    return version;
  }

  DockerClient client() {
    return client;
  }

  /** Compares versions number by number. */
  static int compare(String one, String other) {
    String[] left = one.split("\\.", -1);
    String[] right = other.split("\\.", -1);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int difference = number(left, i) - number(right, i);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static int number(String[] parts, int index) {
    return index < parts.length && parts[index].matches("\\d{1,6}")
        ? Integer.parseInt(parts[index])
        : 0;
  }
}
