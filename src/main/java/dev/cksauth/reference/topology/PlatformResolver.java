package dev.cksauth.reference.topology;

import dev.cksauth.reference.apiserver.BuildProgress;
import dev.cksauth.reference.apiserver.ControlPlaneResolver;
import dev.cksauth.reference.apiserver.ControlPlaneUnavailable;
import dev.cksauth.reference.apiserver.KubernetesLine;
import dev.cksauth.reference.container.ContainersUnavailable;
import dev.cksauth.reference.container.Engine;
import dev.cksauth.reference.container.Images;
import dev.cksauth.reference.container.Images.Image;
import dev.cksauth.subject.Environment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what a reference system can be made of, and says which it took and why. */
final class PlatformResolver {
  private final ReferenceOptions options;
  private final ControlPlaneResolver programs;
  private final Images images;

  PlatformResolver(ReferenceOptions options) {
    this(
        options,
        ControlPlaneResolver.ofProcess().of(options.kubernetes()),
        Images.of(Environment.ofProcess()));
  }

  PlatformResolver(ReferenceOptions options, ControlPlaneResolver programs, Images images) {
    this.options = options;
    this.programs = programs;
    this.images = images;
  }

  /** What was taken, and why, in words. */
  record Found(Platform platform, String why) {}

  /**
   * Finds it; builds the API server where that is what is wanted or left.
   *
   * @throws ReferenceStartException when there is none, with the ways out
   */
  Found resolve(BuildProgress progress)
      throws ReferenceStartException, IOException, InterruptedException {
    try {
      return switch (options.topology()) {
        case PROCESS -> processes(programs.resolve(progress));
        case CONTAINERS -> containers();
        case AUTO -> {
          Optional<ControlPlaneResolver.Resolution> there = programs.find();
          Optional<Found> containers =
              there.isPresent() || options.kubernetes() != KubernetesLine.NEWEST
                  ? Optional.empty()
                  : containersIfThere();
          yield containers.isPresent()
              ? containers.get()
              : processes(there.isPresent() ? there.get() : programs.resolve(progress));
        }
      };
    } catch (ControlPlaneUnavailable | ContainersUnavailable none) {
      throw new ReferenceStartException(String.valueOf(none.getMessage()), none);
    }
  }

  private static Found processes(ControlPlaneResolver.Resolution resolution) {
    return new Found(
        new Platform.Processes(resolution.controlPlane()),
        "kube-apiserver: " + resolution.describe());
  }

  private Found containers() throws ContainersUnavailable {
    if (options.kubernetes() != KubernetesLine.NEWEST) {
      throw new ContainersUnavailable(
          "The images have Kubernetes %s alone; say --topology process, or --kubernetes %s."
              .formatted(KubernetesLine.NEWEST.word(), KubernetesLine.NEWEST.word()));
    }
    Engine engine = Engine.find();
    engine.require(images, needed());
    return found(engine, "");
  }

  private Optional<Found> containersIfThere() {
    try {
      Engine engine = Engine.find();
      return engine.missing(images, needed()).isEmpty()
          ? Optional.of(found(engine, ", as there is no kube-apiserver yet"))
          : Optional.empty();
    } catch (ContainersUnavailable none) {
      return Optional.empty();
    }
  }

  private Found found(Engine engine, String reason) {
    List<String> names = needed().stream().map(images::text).toList();
    return new Found(
        new Platform.Containers(engine, images),
        "containers of Docker %s%s: %s"
            .formatted(engine.version(), reason, String.join(", ", names)));
  }

  private List<Image> needed() {
    List<Image> needed = new ArrayList<>(List.of(Image.K3S, Image.CKS_AUTH));
    if (options.idp().keycloak()) {
      needed.add(Image.KEYCLOAK);
    }
    return needed;
  }
}
