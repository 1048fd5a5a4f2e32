package dev.cksauth.reference.idp.keycloak;

import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.process.CacheLock;
import dev.cksauth.reference.process.Tool;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one-time preparation of a Keycloak: its files are brought, it is built for our options, and
 * the realm is imported, so that starts need only copy a small database.
 *
 * <p>All of it happens in a directory that gets the entry's name when it is complete. What an
 * interrupted preparation left is removed by the next one.
 */
final class Preparation {

  /**
   * What is fixed when it is built. Without health there is no second port: the discovery document
   * tells as much.
   */
  static final List<String> BUILD_OPTIONS = List.of("--db=dev-file", "--health-enabled=false");

  /** How long another process's preparation is waited for: a slow network. */
  private static final Duration OTHERS = Duration.ofHours(1);

  private static final String UNFINISHED = "unfinished-";

  private final KeycloakSource source;
  private final CacheEntry entry;
  private final Distribution distribution;
  private final Clock clock;

  Preparation(KeycloakSource source, CacheEntry entry, Distribution distribution, Clock clock) {
    this.source = source;
    this.entry = entry;
    this.distribution = distribution;
    this.clock = clock;
  }

  /** Prepares it, or waits for another process that does. */
  PreparedKeycloak run() throws KeycloakUnavailable, IOException, InterruptedException {
    Path directory = entry.directory().resolveSibling("");
    CacheLock lock = CacheLock.take(directory, "another preparation of Keycloak ends", OTHERS);
    try {
      Optional<PreparedKeycloak> made = entry.prepared();
      if (made.isPresent()) {
        return made.get();
      }
      removeUnfinished(directory);
      Path unfinished = Files.createTempDirectory(directory, UNFINISHED, ownersOnly());
      try {
        prepare(unfinished);
        publish(unfinished);
      } finally {
        delete(unfinished);
      }
      return entry.found("prepared now");
    } finally {
      lock.close();
    }
  }

  private static FileAttribute<?> ownersOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  }

  private void prepare(Path unfinished)
      throws KeycloakUnavailable, IOException, InterruptedException {
    Path scratch = Files.createDirectory(unfinished.resolve("scratch"));
    Path home = unfinished.resolve("home");
    Files.move(distribution.bring(source, scratch), home);
    delete(scratch);
    clock.preparing("building Keycloak for its options");
    keycloak(
        "build",
        KeycloakJava.command(
            home, Stream.concat(Stream.of("build"), BUILD_OPTIONS.stream()).toList()),
        Map.of());
    clock.preparing("importing the realm");
    Path realm = Files.writeString(unfinished.resolve("realm.json"), CacheEntry.realm());
    String secret = Secrets.random();
    // An import loads most of what a start does, and ends by itself.
    keycloak(
        "import",
        KeycloakJava.recording(
            home,
            PreparedKeycloak.classesFile(unfinished),
            List.of("import", "--optimized", "--file=" + realm)),
        Map.of(
            "KC_BOOTSTRAP_ADMIN_CLIENT_ID",
            KeycloakAdmin.CLIENT,
            "KC_BOOTSTRAP_ADMIN_CLIENT_SECRET",
            secret));
    PrivateFile.write(PreparedKeycloak.administratorFile(unfinished), secret);
  }

  private static void keycloak(String name, List<String> command, Map<String, String> variables)
      throws KeycloakUnavailable, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    KeycloakJava.restrict(builder.environment());
    builder.environment().putAll(variables);
    try {
      Tool.run(builder, "Keycloak's command " + name, line -> {});
    } catch (IOException e) {
      throw new KeycloakUnavailable("it cannot be prepared (" + e.getMessage() + ")", e);
    }
  }

  /** On disk first, then under its name: a crash of the machine leaves nothing truncated. */
  private void publish(Path unfinished) throws IOException {
    clock.preparing("writing Keycloak to the cache");
    try (Stream<Path> files = Files.walk(unfinished)) {
      for (Path file : files.toList()) {
        force(file);
      }
    }
    Files.move(unfinished, entry.directory(), StandardCopyOption.ATOMIC_MOVE);
    force(entry.directory().resolveSibling(""));
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void removeUnfinished(Path directory) throws IOException {
    try (DirectoryStream<Path> old = Files.newDirectoryStream(directory, UNFINISHED + "*")) {
      for (Path left : old) {
        delete(left);
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
