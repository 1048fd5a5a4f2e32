package dev.cksauth.reference.apiserver;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sources of our API server: a Go module.
 *
 * @param directory where they are
 * @param kubernetes the Kubernetes version that they build, as {@code v1.37.2}
 * @param digest the first half of the SHA-256 digest of the sources, hexadecimal
 */
record GoModule(Path directory, String kubernetes, String digest) {

  private static final String RESOURCES = "/control-plane";
  private static final Pattern KUBERNETES =
      Pattern.compile("^\\s*k8s\\.io/kubernetes\\s+(v[0-9.]+)", Pattern.MULTILINE);
  private static final int DIGEST_BYTES = 16;

  /**
   * The same sources for a line of Kubernetes. Those of an older one have the {@code go.mod} and
   * {@code go.sum} that stand beside the newest's under its name.
   *
   * @param directory as for {@link #locate(Path, Path)}
   */
  static GoModule locate(Path directory, Path cache, KubernetesLine line) throws IOException {
    GoModule newest = locate(directory, cache);
    if (line == KubernetesLine.NEWEST) {
      return newest;
    }
    Files.createDirectories(cache);
    Path copy = Files.createTempDirectory(cache, "sources-");
    for (Path source : sources(newest.directory)) {
      if (source.toString().endsWith(".go")) {
        Files.copy(source, copy.resolve(source.getFileName().toString()));
      }
    }
    for (String kind : List.of(".mod", ".sum")) {
      try (InputStream content = older(directory, line.files() + kind)) {
        Files.write(copy.resolve("go" + kind), content.readAllBytes());
      }
    }
    return keep(copy, cache);
  }

  private static InputStream older(Path directory, String name) throws IOException {
    Path file = directory.resolve(name);
    if (Files.isRegularFile(file)) {
      return Files.newInputStream(file);
    }
    @Nullable InputStream resource = GoModule.class.getResourceAsStream(RESOURCES + "/" + name);
    if (resource == null) {
      throw new IOException("%s is neither in %s nor in the jar".formatted(name, directory));
    }
    return resource;
  }

  /**
   * Reads the module, from a directory or, if that is absent, from this program's own resources.
   *
   * @param directory where the sources are expected
   * @param cache where they are put if they come from the resources: Go wants real files
   */
  static GoModule locate(Path directory, Path cache) throws IOException {
    if (Files.isRegularFile(directory.resolve("go.mod"))) {
      return read(directory);
    }
    @Nullable URL resource = GoModule.class.getResource(RESOURCES + "/go.mod");
    if (resource == null) {
      throw new IOException(
          "the sources of the API server are neither in " + directory + " nor in the jar");
    }
    return extract(resource, cache);
  }

  /** Reads the module of which a resource is the {@code go.mod}. */
  static GoModule extract(URL goMod, Path cache) throws IOException {
    try {
      if (!(goMod.openConnection() instanceof JarURLConnection inJar)) {
        return read(Path.of(goMod.toURI()).resolveSibling(""));
      }
      return extract(Path.of(inJar.getJarFileURL().toURI()), cache);
    } catch (URISyntaxException e) {
      throw new IOException("not a location of resources: " + goMod, e);
    }
  }

  private static GoModule extract(Path jar, Path cache) throws IOException {
    Files.createDirectories(cache);
    Path copy = Files.createTempDirectory(cache, "sources-");
    try (FileSystem content = FileSystems.newFileSystem(jar)) {
      for (Path source : sources(content.getPath(RESOURCES))) {
        Files.copy(source, copy.resolve(source.getFileName().toString()));
      }
    }
    return keep(copy, cache);
  }

  /** Under the name of their digest, once. */
  private static GoModule keep(Path copy, Path cache) throws IOException {
    GoModule module = read(copy);
    Path kept = cache.resolve("sources-" + module.digest);
    if (Files.isDirectory(kept)) {
      for (Path source : sources(copy)) {
        Files.delete(source);
      }
      Files.delete(copy);
    } else {
      Files.move(copy, kept);
    }
    return new GoModule(kept, module.kubernetes, module.digest);
  }

  private static GoModule read(Path directory) throws IOException {
    Matcher version = KUBERNETES.matcher(Files.readString(directory.resolve("go.mod")));
    if (!version.find()) {
      throw new IOException("no version of k8s.io/kubernetes in " + directory.resolve("go.mod"));
    }
    return new GoModule(directory, version.group(1), digest(directory));
  }

  private static String digest(Path directory) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path source : sources(directory)) {
        String header = source.getFileName() + " " + Files.size(source) + "\n";
        digest.update(header.getBytes(StandardCharsets.UTF_8));
        try (InputStream content = Files.newInputStream(source)) {
          digest.update(content.readAllBytes());
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What the binary is made of; tests are not. */
  private static List<Path> sources(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> {
            String name = file.getFileName().toString();
            return name.equals("go.mod")
                || name.equals("go.sum")
                || (name.endsWith(".go") && !name.endsWith("_test.go"));
          })
          .sorted()
          .toList();
    }
  }

  /** This machine as Go names it: {@code linux-amd64}. */
  static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    return (os.startsWith("mac") ? "darwin" : os)
        + "-"
        + switch (arch) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> arch;
        };
  }

  /** Where the binary of exactly these sources is kept. */
  Path cached(Path cache) {
    String entry = "%s-%s-%s".formatted(kubernetes, platform(), digest);
    return cache.resolve("control-plane").resolve(entry).resolve("control-plane");
  }
}
