package dev.cksauth.reference.apiserver;

import dev.cksauth.reference.process.CacheLock;
import dev.cksauth.reference.process.Tool;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * The one-time build of the API server's binary with Go: about five minutes on two cores when
 * nothing is compiled yet.
 *
 * <p>The binary appears under its name only when it is complete. Several processes may ask for the
 * same one: one builds, the others wait for it.
 */
final class GoBuild {

  /** How long another process's build is waited for; a cold build on a slow machine. */
  private static final Duration OTHERS_BUILD = Duration.ofHours(1);

  private static final String UNFINISHED = "unfinished-";

  private final GoModule module;
  private final String go;
  private final BuildProgress progress;
  private final long start = System.nanoTime();

  /**
   * A build to be run.
   *
   * @param module what to build
   * @param go the {@code go} command
   * @param progress told about each package
   */
  GoBuild(GoModule module, String go, BuildProgress progress) {
    this.module = module;
    this.go = go;
    this.progress = progress;
  }

  /**
   * Builds the binary unless it is there, or waits for another process that builds it.
   *
   * @param target where the binary is to be
   * @return {@code target}
   * @throws IOException when Go fails, with the last lines that it wrote
   * @throws InterruptedException when the thread is interrupted; Go is ended then
   */
  Path build(Path target) throws IOException, InterruptedException {
    Path directory = target.toAbsolutePath().resolveSibling("");
    Files.createDirectories(directory);
    CacheLock lock =
        CacheLock.take(directory, "another build of the API server ends", OTHERS_BUILD);
    try {
      if (!Files.isExecutable(target)) {
        removeUnfinished(directory);
        Path unfinished = Files.createTempFile(directory, UNFINISHED, "");
        try {
          compile(unfinished);
          publish(unfinished, target);
        } finally {
          Files.deleteIfExists(unfinished);
        }
      }
      return target;
    } finally {
      lock.close();
    }
  }

  private void compile(Path unfinished) throws IOException, InterruptedException {
    progress.packages(0, 0, elapsed());
    List<String> stale = Collections.synchronizedList(new ArrayList<>());
    // Only what is not in Go's own cache will be compiled, and be named by -v.
    run(arguments("list", "-deps", "-f", "{{if .Stale}}{{.ImportPath}}{{end}}"), stale::add);
    int total = (int) stale.stream().filter(line -> isPackage(line)).count();
    progress.packages(0, total, elapsed());
    int[] done = {0};
    run(
        arguments("build", "-v", "-o", unfinished.toString()),
        line -> {
          if (isPackage(line)) {
            done[0] = Math.min(done[0] + 1, total);
            progress.packages(done[0], total, elapsed());
          }
        });
  }

  /** An import path; Go's remarks (downloads, errors) have blanks. */
  private static boolean isPackage(String line) {
    return !line.isBlank() && !line.contains(" ") && !line.contains("\t");
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private List<String> arguments(String command, String... more) {
    String[] version = module.kubernetes().substring(1).split("\\.", -1);
    String symbol = "-X k8s.io/component-base/version.";
    String linker =
        "-s -w "
            + (symbol + "gitVersion=" + module.kubernetes() + " ")
            + (symbol + "gitMajor=" + version[0] + " ")
            + (symbol + "gitMinor=" + version[1] + " ")
            + (symbol + "gitTreeState=clean");
    List<String> arguments = new ArrayList<>(List.of(go, command));
    arguments.addAll(List.of("-trimpath", "-buildvcs=false", "-mod=readonly", "-ldflags", linker));
    arguments.addAll(List.of(more));
    arguments.add(".");
    return arguments;
  }

  private void run(List<String> arguments, Consumer<String> line)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(arguments).directory(module.directory().toFile());
    // Static, for this machine, and only what go.mod says.
    builder.environment().put("CGO_ENABLED", "0");
    builder.environment().put("GOWORK", "off");
    builder.environment().keySet().removeAll(List.of("GOOS", "GOARCH", "GOFLAGS"));
    Tool.run(builder, go + " " + arguments.get(1), line);
  }

  private static void removeUnfinished(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, UNFINISHED + "*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** On disk first, then under its name: a crash of the machine leaves no truncated binary. */
  private static void publish(Path unfinished, Path target) throws IOException {
    if (!unfinished.toFile().setExecutable(true, true)) {
      throw new IOException("cannot be made executable: " + unfinished);
    }
    try (FileChannel file = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      file.force(true);
    }
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
