package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.container.ContainerApiServers;
import dev.cksauth.reference.container.ContainerKeycloak;
import dev.cksauth.reference.container.Pod;
import dev.cksauth.reference.container.PodPart;
import dev.cksauth.reference.idp.keycloak.KeycloakHost;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The parts of a reference system that run in containers of a pod. */
final class Contained {
  /** Serving, its actions, a login API. */
  private static final int PORTS_OF_A_WEBHOOK = 3;

  /** Two API servers, two managed endpoints, Keycloak. */
  private static final int PORTS_OF_OTHERS = 5;

  private static final String AUTHORITY = "authority";

  private final Pod pod;
  private final RunDirectory run;
  private final Path directory;
  private final List<PodPart> parts = new ArrayList<>();

  private Contained(Pod pod, RunDirectory run, Path directory) {
    this.pod = pod;
    this.run = run;
    this.directory = directory;
  }

  /** How many ports a pod has to publish. */
  static int ports() {
    return SampleWebhooks.Sample.values().length * PORTS_OF_A_WEBHOOK + PORTS_OF_OTHERS;
  }

  /**
   * Prepares a pod for a run: what its parts sign with is in the run directory.
   *
   * @throws IOException when that cannot be written
   */
  static Contained in(Pod pod, RunDirectory run, CertificateAuthority authority)
      throws IOException {
    Path directory = directory(run.path());
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    authority.writeTo(directory, AUTHORITY);
    return new Contained(pod, run, directory);
  }

  static Path directory(Path run) {
    return run.resolve("parts");
  }

  /** What is there as soon as there may be a container. */
  static Path key(Path run) {
    return run.resolve(Pod.KEY);
  }

  ContainerApiServers apiServers() {
    return new ContainerApiServers(pod);
  }

  KeycloakHost keycloak() {
    return new ContainerKeycloak(pod);
  }

  /** Starts the sample webhooks, each in a container of its own. */
  List<Path> webhooks() throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    for (SampleWebhooks.Sample sample : SampleWebhooks.Sample.values()) {
      String word = sample.name().toLowerCase(Locale.ROOT);
      List<String> arguments =
          new ArrayList<>(List.of("part", "webhook", word, "--run=" + run.path()));
      for (int i = 0; i < PORTS_OF_A_WEBHOOK; i++) {
        arguments.add("--port=" + pod.takePort().port());
      }
      start("webhook-" + word, arguments);
      names.add("webhook-" + word);
    }
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      parts.get(parts.size() - names.size() + i).awaitFile(ready(names.get(i)));
      Files.readAllLines(ready(names.get(i))).forEach(line -> files.add(Path.of(line)));
    }
    return files;
  }

  /**
   * Starts a managed endpoint.
   *
   * @param name of it, good for a file
   * @param host its name
   * @param console where it asks about tokens
   * @param apiServerPort before which it is
   * @return its port
   */
  int managedEndpoint(String name, String host, URI console, int apiServerPort)
      throws IOException, InterruptedException {
    int port = pod.takePort().port();
    PodPart part =
        start(
            name,
            List.of(
                "part",
                "managed",
                name,
                "--run=" + run.path(),
                "--port=" + port,
                "--host=" + host,
                "--console="
                    + PrivateFile.write(directory.resolve(name + ".console"), console + "\n"),
                "--upstream=" + apiServerPort));
    part.awaitFile(ready(name));
    return port;
  }

  private PodPart start(String name, List<String> arguments) throws IOException {
    PodPart part = pod.part(name, arguments);
    parts.add(part);
    return part;
  }

  private Path ready(String name) {
    return directory.resolve(name + ".ready");
  }

  /** Makes a URL of the harness's mean the same in the pod. */
  void reach(URI uri) throws IOException, InterruptedException {
    pod.reach(uri.getPort());
  }

  /** What a part ended with, and the end of its log; nothing while all run. */
  Optional<String> failure() {
    return parts.stream().flatMap(part -> part.failure().stream()).findFirst();
  }
}
