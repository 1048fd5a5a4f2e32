package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.console.ActionAnswer;
import dev.cksauth.reference.console.ConsoleActions;
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
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The parts of a reference system that run in containers of a pod. */
final class Contained {
  /** Serving, its actions, a login API. */
  private static final int PORTS_OF_A_WEBHOOK = 3;

  /** Three API servers, two managed endpoints, Keycloak. */
  private static final int PORTS_OF_OTHERS = 6;

  private static final String AUTHORITY = "authority";

  /** Makes a port of the harness's loopback the pod's, too. */
  private static final String REACH = "reach";

  private static final int LAST_PORT = 65_535;

  private final Pod pod;
  private final RunDirectory run;
  private final Path directory;
  private final ConsoleActions actions;
  private final List<PodPart> parts = new ArrayList<>();

  private Contained(Pod pod, RunDirectory run, Path directory, ConsoleActions actions) {
    this.pod = pod;
    this.run = run;
    this.directory = directory;
    this.actions = actions;
  }

  /** How many ports a pod has to publish. */
  static int ports() {
    return SampleWebhooks.Sample.values().length * PORTS_OF_A_WEBHOOK + PORTS_OF_OTHERS;
  }

  /**
   * Prepares a pod for a run: what its parts sign with is in the run directory.
   *
   * @param teardown closes what is opened here
   * @throws IOException when that cannot be written
   */
  static Contained in(Teardown teardown, Pod pod, RunDirectory run, CertificateAuthority authority)
      throws IOException {
    Path directory = directory(run.path());
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    authority.writeTo(directory, AUTHORITY);
    ConsoleActions actions =
        teardown.add(ConsoleActions.start(Map.of(REACH, request -> reach(pod, request))));
    PrivateFile.write(directory.resolve(REACH), actions.uri(REACH) + "\n");
    return new Contained(pod, run, directory, actions);
  }

  private static ActionAnswer reach(Pod pod, JsonNode request)
      throws IOException, InterruptedException {
    int port = request.path("port").asInt(0);
    if (port < 1 || port > LAST_PORT) {
      return ActionAnswer.badRequest();
    }
    pod.reach(port);
    return ActionAnswer.done();
  }

  /** The actions that each subject file has here, by their names, with where they are. */
  Map<String, URI> actions() {
    return Map.of(REACH, actions.uri(REACH));
  }

  /** The same, as a part reads it. */
  static Map<String, URI> actions(Path run) throws IOException {
    String uri = Files.readString(directory(run).resolve(REACH)).strip();
    return Map.of(REACH, URI.create(uri));
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
