package dev.cksauth.reference.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes what killed runs left in Docker. All that a run makes bears the path of its directory as
 * a label; where nobody holds that directory any more, the rest of the run is nobody's.
 *
 * <p>Ryuk, which Testcontainers has for this, is a container of its own that needs Docker's socket.
 */
public final class Leftovers {
  static final String LABEL = "dev.cks-auth.run";

  private final DockerClient client;

  public Leftovers(Engine engine) {
    this.client = engine.client();
  }

  static Map<String, String> labels(Path run) {
    return Map.of(LABEL, run.toString());
  }

  /**
   * Removes the containers, networks and volumes of runs that are gone.
   *
   * @param base whose runs are looked at; those of others are left alone
   * @return what was removed, in words
   * @throws IOException when the base cannot be read
   */
  public List<String> remove(Path base) throws IOException {
    List<String> removed = new ArrayList<>();
    Set<String> looked = new HashSet<>();
    for (String run : runs()) {
      Path directory = Path.of(run);
      if (looked.add(run)
          && directory.startsWith(base.toAbsolutePath())
          && !RunDirectory.isHeld(directory)) {
        removed.addAll(removeAll(directory));
      }
    }
    return removed;
  }

  private List<String> runs() {
    List<String> runs = new ArrayList<>();
    client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(LABEL)).exec().stream()
        .map(container -> container.getLabels().getOrDefault(LABEL, ""))
        .forEach(runs::add);
    client.listNetworksCmd().withFilter("label", List.of(LABEL)).exec().stream()
        .map(network -> network.getLabels().getOrDefault(LABEL, ""))
        .forEach(runs::add);
    volumes(List.of(LABEL)).stream()
        .map(volume -> volume.getLabels().getOrDefault(LABEL, ""))
        .forEach(runs::add);
    return runs;
  }

  /** Removes all that bears the label of a run. */
  List<String> removeAll(Path run) {
    List<String> filter = List.of(LABEL + "=" + run);
    List<Container> containers =
        client.listContainersCmd().withShowAll(true).withLabelFilter(filter).exec();
    // Each takes a third of a second, most of which is waiting.
    containers.parallelStream().forEach(this::remove);
    List<String> removed = new ArrayList<>();
    containers.forEach(each -> removed.add("container " + name(each.getNames(), each.getId())));
    for (Network network : client.listNetworksCmd().withFilter("label", filter).exec()) {
      unlessGone(() -> client.removeNetworkCmd(network.getId()).exec());
      removed.add("network " + network.getName());
    }
    for (InspectVolumeResponse volume : volumes(filter)) {
      unlessGone(() -> client.removeVolumeCmd(volume.getName()).exec());
      removed.add("volume " + volume.getName());
    }
    return removed;
  }

  private void remove(Container container) {
    unlessGone(() ->
        client
            .removeContainerCmd(container.getId())
            .withForce(true)
            .withRemoveVolumes(true)
            .exec());
  }

  private List<InspectVolumeResponse> volumes(List<String> filter) {
    @Nullable List<InspectVolumeResponse> found =
        client.listVolumesCmd().withFilter("label", filter).exec().getVolumes();
    return found == null ? List.of() : found;
  }

  private static String name(String[] names, String id) {
    return names.length == 0 ? id.substring(0, 12) : names[0].substring(1);
  }

  /** Another run may be removing the same. */
  private static void unlessGone(Runnable removal) {
    try {
      removal.run();
    } catch (NotFoundException | ConflictException gone) {
      // Somebody else removes it.
    }
  }
}
