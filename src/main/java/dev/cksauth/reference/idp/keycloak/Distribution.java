package dev.cksauth.reference.idp.keycloak;

import dev.cksauth.reference.process.Tool;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Brings the files of a distribution into a directory. */
final class Distribution {

  private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy";

  /** Maven counts each few kilobytes, of its own small files too. */
  private static final Pattern MEGABYTES = Pattern.compile("(\\d+)(?:\\.\\d+)?/(\\d+) MB\\s*$");

  private static final int CHUNK = 1 << 16;

  private final Optional<Path> maven;
  private final Clock clock;

  /**
   * Brings files.
   *
   * @param maven the {@code mvn} command, if there is one
   */
  Distribution(Optional<Path> maven, Clock clock) {
    this.maven = maven;
    this.clock = clock;
  }

  /**
   * Brings the distribution.
   *
   * @param scratch an empty directory of ours
   * @return a directory in it
   * @throws KeycloakUnavailable when it cannot be had or is damaged
   */
  Path bring(KeycloakSource source, Path scratch)
      throws KeycloakUnavailable, IOException, InterruptedException {
    return switch (source) {
      case KeycloakSource.Published() -> {
        Path archive = fetch(scratch);
        Path home = unpack(archive, scratch);
        Files.delete(archive);
        yield home;
      }
      case KeycloakSource.Archive(Path file) -> unpack(file, scratch);
      case KeycloakSource.Unpacked(Path directory) -> copy(directory, scratch);
    };
  }

  private Path fetch(Path scratch) throws KeycloakUnavailable, IOException, InterruptedException {
    String command =
        maven
            .orElseThrow(() -> new KeycloakUnavailable("there is no Maven to fetch it"))
            .toString();
    String what = "Maven fetches Keycloak " + KeycloakResolver.VERSION;
    clock.preparing(what);
    // Not -B, which would keep quiet while it fetches. In a directory without a project.
    ProcessBuilder builder =
        new ProcessBuilder(
                command,
                COPY,
                "-Dartifact=" + KeycloakResolver.ARTIFACT,
                "-DoutputDirectory=" + scratch)
            .directory(scratch.toFile())
            .redirectInput(new File("/dev/null"));
    try {
      Tool.run(builder, "mvn", counting(what));
    } catch (IOException e) {
      throw new KeycloakUnavailable("Maven could not fetch it (" + e.getMessage() + ")", e);
    }
    Path archive = onlyOne(scratch);
    clock.preparing("checking the archive");
    String found = sha256(archive);
    if (!found.equals(KeycloakResolver.SHA_256)) {
      throw new KeycloakUnavailable(
          "what Maven gave for %s has the SHA-256 %s, not %s: remove it from Maven's local repository"
              .formatted(KeycloakResolver.ARTIFACT, found, KeycloakResolver.SHA_256));
    }
    return archive;
  }

  /** Says each megabyte once. */
  private Consumer<String> counting(String what) {
    AtomicReference<String> last = new AtomicReference<>("");
    return line -> {
      Matcher count = MEGABYTES.matcher(line);
      if (count.find() && !count.group(1).equals(last.getAndSet(count.group(1)))) {
        clock.preparing("%s, %s of %s MB".formatted(what, count.group(1), count.group(2)));
      }
    };
  }

  private Path unpack(Path archive, Path scratch)
      throws KeycloakUnavailable, IOException, InterruptedException {
    clock.preparing("unpacking Keycloak");
    Path files = Files.createDirectory(scratch.resolve("unpacked"));
    List<String> tar =
        List.of("tar", "-xzf", archive.toString(), "--no-same-owner", "-C", files.toString());
    try {
      Tool.run(new ProcessBuilder(tar), "tar", line -> {});
    } catch (IOException e) {
      throw new KeycloakUnavailable(
          "the archive %s is damaged, or no tar.gz (%s)".formatted(archive, e.getMessage()), e);
    }
    Path home = onlyOne(files);
    if (!Files.isRegularFile(home.resolve(KeycloakJava.JAR))) {
      throw new KeycloakUnavailable(
          "the archive %s has no %s in it".formatted(archive, KeycloakJava.JAR));
    }
    return home;
  }

  private Path copy(Path directory, Path scratch)
      throws KeycloakUnavailable, IOException, InterruptedException {
    clock.preparing("copying Keycloak");
    Path home = Files.createDirectory(scratch.resolve("copied"));
    // Its data stay with whoever uses it.
    for (String part : List.of("lib", "conf", "providers", "themes")) {
      if (Files.isDirectory(directory.resolve(part))) {
        copyTree(directory.resolve(part), home.resolve(part));
      }
    }
    return home;
  }

  /** Copies a directory with all that is in it. */
  static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static Path onlyOne(Path directory) throws KeycloakUnavailable, IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      if (all.size() != 1) {
        throw new KeycloakUnavailable(
            "one file or directory was expected, there are %d".formatted(all.size()));
      }
      return all.getFirst();
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[CHUNK];
      try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
        while (content.read(chunk) >= 0) {
          // the stream counts it in
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
