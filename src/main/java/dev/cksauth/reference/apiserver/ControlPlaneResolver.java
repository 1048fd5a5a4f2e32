package dev.cksauth.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the programs of the API server: those that were named, those of {@code KUBEBUILDER_ASSETS},
 * those in the cache; or builds them once.
 */
public final class ControlPlaneResolver {

  /** Names a control plane: a file or a directory. As a system property it wins. */
  public static final String EXPLICIT = "CKS_AUTH_KUBE_APISERVER";

  private static final String ASSETS = "KUBEBUILDER_ASSETS";
  private static final String API_SERVER = "kube-apiserver";
  private static final String ETCD = "etcd";
  private static final String SINGLE = "control-plane";
  private static final int GO_MINOR = 26;

  /** The oldest Go that can build the API server. */
  public static final String LEAST_GO = "1." + GO_MINOR;

  private static final Pattern GO_VERSION = Pattern.compile("go1\\.(\\d+)");

  /** How long a program may take to say its version, in seconds; on a cold disk it is slow. */
  private static final int VERSION_SECONDS = 30;

  private final Path sources;
  private final Map<String, String> environment;
  private final KubernetesLine line;

  /** Where a control plane came from. */
  public enum Origin {
    EXPLICIT,
    KUBEBUILDER_ASSETS,
    CACHE,
    BUILT
  }

  /**
   * What was taken, and why.
   *
   * @param reason in words
   */
  public record Resolution(ControlPlane controlPlane, Origin origin, String reason) {

    /** One line for a person: which programs, and why these. */
    public String describe() {
      return switch (controlPlane) {
        case ControlPlane.SingleBinary(Path binary) -> binary + " (" + reason + ")";
        case ControlPlane.Assets(Path apiServer, Path etcd) ->
            apiServer + " and " + etcd + " (" + reason + ")";
        case ControlPlane.Hosted(ApiServerHost host) -> reason;
      };
    }
  }

  /**
   * A resolver for given surroundings.
   *
   * @param sources the directory of the Go module; if it is absent, the sources in the jar are used
   * @param environment the variables {@value #EXPLICIT}, {@code KUBEBUILDER_ASSETS}, {@code
   *     CKS_AUTH_CACHE}, {@code XDG_CACHE_HOME}, {@code HOME} and {@code PATH}
   */
  public ControlPlaneResolver(Path sources, Map<String, String> environment) {
    this(sources, environment, KubernetesLine.NEWEST);
  }

  private ControlPlaneResolver(Path sources, Map<String, String> environment, KubernetesLine line) {
    this.sources = sources;
    this.environment = Map.copyOf(environment);
    this.line = line;
  }

  /** The same for another line of Kubernetes; programs that a variable names are taken as are. */
  public ControlPlaneResolver of(KubernetesLine wanted) {
    return new ControlPlaneResolver(sources, environment, wanted);
  }

  /** As {@link #ofProcess(Path)}, with the sources that this program carries with it. */
  public static ControlPlaneResolver ofProcess() {
    // No directory of the user's is looked at: the current one may hold anything.
    return ofProcess(Path.of("/", "no", "sources"));
  }

  /** A resolver for the environment of this process and its system property {@value #EXPLICIT}. */
  public static ControlPlaneResolver ofProcess(Path sources) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    @Nullable String property = System.getProperty(EXPLICIT);
    if (property != null) {
      environment.put(EXPLICIT, property);
    }
    environment.putIfAbsent("HOME", System.getProperty("user.home"));
    return new ControlPlaneResolver(sources, environment);
  }

  /**
   * Finds a control plane that is there already.
   *
   * @return nothing when one would have to be built
   * @throws ControlPlaneUnavailable when a variable names something that cannot be used
   * @throws IOException when the sources or the cache cannot be read
   */
  public Optional<Resolution> find()
      throws ControlPlaneUnavailable, IOException, InterruptedException {
    Optional<String> explicit = variable(EXPLICIT);
    if (explicit.isPresent()) {
      ControlPlane named = named(EXPLICIT, Path.of(explicit.get()));
      return Optional.of(new Resolution(named, Origin.EXPLICIT, "named by " + EXPLICIT));
    }
    Optional<String> assets = variable(ASSETS);
    if (assets.isPresent()) {
      ControlPlane named = directory(ASSETS, Path.of(assets.get()));
      return Optional.of(new Resolution(named, Origin.KUBEBUILDER_ASSETS, "named by " + ASSETS));
    }
    GoModule module = GoModule.locate(sources, cache(), line);
    Path cached = module.cached(cache());
    if (Files.isExecutable(cached)) {
      String reason = "Kubernetes " + module.kubernetes() + ", built before";
      return Optional.of(
          new Resolution(new ControlPlane.SingleBinary(cached), Origin.CACHE, reason));
    }
    return Optional.empty();
  }

  /**
   * Finds a control plane, or builds it.
   *
   * @param progress told about the build, if there is one
   * @throws ControlPlaneUnavailable when there is none and no Go to build it with, or when a
   *     variable names something that cannot be used
   * @throws IOException when the build fails
   */
  public Resolution resolve(BuildProgress progress)
      throws ControlPlaneUnavailable, IOException, InterruptedException {
    Optional<Resolution> found = find();
    if (found.isPresent()) {
      return found.get();
    }
    GoModule module = GoModule.locate(sources, cache(), line);
    String go = go(module).orElseThrow(() -> unavailable("there is no Go 1." + GO_MINOR));
    Path built = new GoBuild(module, go, progress).build(module.cached(cache()));
    String reason = "Kubernetes " + module.kubernetes() + ", built now";
    return new Resolution(new ControlPlane.SingleBinary(built), Origin.BUILT, reason);
  }

  /** Whether there is a Go that is new enough for the build. */
  public boolean canBuild() throws IOException, InterruptedException {
    return go(GoModule.locate(sources, cache(), line)).isPresent();
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** Where what was built or fetched is kept; need not be there yet. */
  public Path cache() {
    return variable("CKS_AUTH_CACHE")
        .map(Path::of)
        .or(() -> variable("XDG_CACHE_HOME").map(home -> Path.of(home).resolve("cks-auth")))
        .orElseGet(() -> Path.of(variable("HOME").orElse(""), ".cache", "cks-auth"))
        .toAbsolutePath();
  }

  private ControlPlane named(String variable, Path path)
      throws ControlPlaneUnavailable, InterruptedException {
    if (Files.isDirectory(path)) {
      return directory(variable, path);
    }
    Path binary = executable(variable, path);
    // Only our own binary knows this command; the upstream program refuses arguments.
    if (output(binary.toString(), "version").filter(text -> text.startsWith("v")).isPresent()) {
      return new ControlPlane.SingleBinary(binary);
    }
    return new ControlPlane.Assets(
        binary, executable(variable + " (etcd beside it)", binary.resolveSibling(ETCD)));
  }

  private ControlPlane directory(String variable, Path path) throws ControlPlaneUnavailable {
    if (!Files.isDirectory(path)) {
      throw unavailable("%s names %s, which is not a directory".formatted(variable, path));
    }
    if (Files.exists(path.resolve(SINGLE))) {
      return new ControlPlane.SingleBinary(executable(variable, path.resolve(SINGLE)));
    }
    return new ControlPlane.Assets(
        executable(variable, path.resolve(API_SERVER)), executable(variable, path.resolve(ETCD)));
  }

  private static Path executable(String variable, Path path) throws ControlPlaneUnavailable {
    String problem = "";
    if (!Files.exists(path)) {
      problem = "does not exist";
    } else if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
      problem = "is not an executable file";
    }
    if (!problem.isEmpty()) {
      throw unavailable("%s names %s, which %s".formatted(variable, path, problem));
    }
    return path.toAbsolutePath();
  }

  /** The {@code go} command, if one is on the path that can build the module. */
  private Optional<String> go(GoModule module) throws InterruptedException {
    for (String entry : variable("PATH").orElse("").split(":", -1)) {
      Path go = Path.of(entry, "go").toAbsolutePath();
      if (entry.isEmpty() || !Files.isExecutable(go)) {
        continue;
      }
      // In the module: an older Go that may fetch a newer one (GOTOOLCHAIN) answers with that.
      Matcher version =
          GO_VERSION.matcher(
              output(go.toString(), "-C", module.directory().toString(), "version").orElse(""));
      if (version.find() && Integer.parseInt(version.group(1)) >= GO_MINOR) {
        return Optional.of(go.toString());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> output(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try {
        if (!process.waitFor(VERSION_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          return Optional.empty();
        }
        return Optional.of(new String(process.getInputStream().readAllBytes(), UTF_8));
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.empty(); // not a program for this machine
    }
  }

  private static ControlPlaneUnavailable unavailable(String problem) {
    return new ControlPlaneUnavailable(waysOut(problem));
  }

  /**
   * What helps where there is no API server.
   *
   * @param problem why there is none
   */
  public static String waysOut(String problem) {
    return """
    No Kubernetes API server: %s. One of these helps:
      - install Go 1.%d or later (https://go.dev/dl): the API server is built once, about 5 minutes
      - set KUBEBUILDER_ASSETS to a directory with kube-apiserver and etcd (setup-envtest fetches them)
      - set %s to a kube-apiserver with an etcd beside it
      - load the images of src/images/build into Docker (docs/topologies.md), and say --topology containers\
    """
        .formatted(problem, GO_MINOR, EXPLICIT);
  }
}
