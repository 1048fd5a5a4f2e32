package dev.cksauth.reference.idp.keycloak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds Keycloak in the cache, or prepares it there once: from the archive or directory that was
 * named, else from the published distribution, which Maven fetches.
 */
public final class KeycloakResolver {

  /** Names a distribution: a tar.gz or the directory that it was unpacked to. */
  public static final String EXPLICIT = "CKS_AUTH_KEYCLOAK";

  /** The published distribution that is used. */
  public static final String VERSION = "26.7.3";

  /** Its coordinates. */
  static final String ARTIFACT = "org.keycloak:keycloak-quarkus-dist:" + VERSION + ":tar.gz";

  /** Computed from the archive that Maven Central publishes under {@link #ARTIFACT}. */
  static final String SHA_256 = "77657f30b7e90d70f727712ce1c967f430fd6a5e9f458d32d8c6df0635345f47";

  private final Optional<Path> named;
  private final Map<String, String> environment;

  /**
   * A resolver for given surroundings.
   *
   * @param named an archive or directory that wins over the variable; absent: none
   * @param environment the variables {@value #EXPLICIT}, {@code CKS_AUTH_CACHE}, {@code
   *     XDG_CACHE_HOME}, {@code HOME} and {@code PATH}
   */
  public KeycloakResolver(Optional<Path> named, Map<String, String> environment) {
    this.named = named;
    this.environment = Map.copyOf(environment);
  }

  /**
   * A resolver for the environment of this process.
   *
   * @param named as for {@link #KeycloakResolver}
   */
  public static KeycloakResolver ofProcess(Optional<Path> named) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putIfAbsent("HOME", System.getProperty("user.home"));
    return new KeycloakResolver(named, environment);
  }

  /**
   * Finds a Keycloak that is prepared already.
   *
   * @return nothing when it would have to be prepared
   * @throws KeycloakUnavailable when something was named that cannot be used
   * @throws IOException when the realm or the cache cannot be read
   */
  public Optional<PreparedKeycloak> find() throws KeycloakUnavailable, IOException {
    return CacheEntry.of(source(), cache()).prepared();
  }

  /**
   * Finds a Keycloak, or prepares it: the fetching is 176 MB, the rest a minute on two cores.
   * Several processes may ask for it: one prepares, the others wait.
   *
   * @throws KeycloakUnavailable when there is none, or it is damaged
   * @throws IOException when the cache cannot be written
   */
  public PreparedKeycloak resolve(KeycloakProgress progress)
      throws KeycloakUnavailable, IOException, InterruptedException {
    KeycloakSource source = source();
    CacheEntry entry = CacheEntry.of(source, cache());
    Optional<PreparedKeycloak> found = entry.prepared();
    if (found.isPresent()) {
      return found.get();
    }
    Clock clock = new Clock(progress);
    return new Preparation(source, entry, new Distribution(maven(), clock), clock).run();
  }

  /** Whether Maven is there, which fetches the published distribution. */
  public boolean canFetch() {
    return maven().isPresent();
  }

  /** Whether an archive or a directory was named, so that nothing has to be fetched. */
  public boolean isNamed() {
    return named.isPresent() || variable(EXPLICIT).isPresent();
  }

  private KeycloakSource source() throws KeycloakUnavailable {
    if (named.isPresent()) {
      return source("the option", named.get());
    }
    Optional<String> explicit = variable(EXPLICIT);
    return explicit.isPresent()
        ? source(EXPLICIT, Path.of(explicit.get()))
        : new KeycloakSource.Published();
  }

  private static KeycloakSource source(String origin, Path path) throws KeycloakUnavailable {
    Path absolute = path.toAbsolutePath();
    if (Files.isRegularFile(absolute)) {
      return new KeycloakSource.Archive(absolute);
    }
    if (!Files.isDirectory(absolute)) {
      throw new KeycloakUnavailable("%s names %s, which does not exist".formatted(origin, path));
    }
    if (!Files.isRegularFile(absolute.resolve(KeycloakJava.JAR))) {
      throw new KeycloakUnavailable(
          "%s names %s, which has no %s in it".formatted(origin, path, KeycloakJava.JAR));
    }
    return new KeycloakSource.Unpacked(absolute);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private Path cache() {
    return variable("CKS_AUTH_CACHE")
        .map(Path::of)
        .or(() -> variable("XDG_CACHE_HOME").map(home -> Path.of(home).resolve("cks-auth")))
        .orElseGet(() -> Path.of(variable("HOME").orElse(""), ".cache", "cks-auth"))
        .toAbsolutePath();
  }

  private Optional<Path> maven() {
    return Stream.of(variable("PATH").orElse("").split(":", -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry, "mvn").toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * What helps where there is no Keycloak.
   *
   * @param problem why there is none
   */
  public static String waysOut(String problem) {
    return """
    No Keycloak: %s. One of these helps:
      - install Maven (https://maven.apache.org): it fetches %s once, 176 MB
      - set %s to a keycloak-%s.tar.gz (https://www.keycloak.org/downloads), or to where it was unpacked
      - use --idp embedded, which needs no Keycloak\
    """
        .formatted(problem, ARTIFACT, EXPLICIT, VERSION);
  }
}
