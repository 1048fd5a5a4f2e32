package dev.cksauth.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cksauth.reference.process.Poll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a shell script in Go's place: what matters here is how Go is treated. */
final class GoBuildTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration STEP = Duration.ofMillis(10);

  /** Lists two packages, and compiles them into the file after -o. */
  private static final String HONEST =
      """
      #!/bin/sh
      echo "$1" >>"%1$s/calls"
      if [ "$1" = list ]; then echo one.test/a; echo one.test/b; exit 0; fi
      echo 'go: downloading one.test v1.0.0'; echo one.test/a; echo one.test/b
      while [ "$1" != -o ]; do shift; done
      echo '#!/bin/sh' >"$2"
      """;

  private static final String FAILING =
      """
      #!/bin/sh
      [ "$1" = list ] && exit 0
      echo 'main.go:1:1: no such thing'
      exit 1
      """;

  private static final String HANGING =
      """
      #!/bin/sh
      [ "$1" = list ] && exit 0
      echo $$ >"%1$s/pid"
      sleep 600 &
      wait
      """;

  @TempDir Path temporary;
  private Path target = Path.of("");

  @BeforeEach
  void makeModule() throws IOException {
    Path module = Files.createDirectory(temporary.resolve("module"));
    Files.writeString(module.resolve("go.mod"), "require (\n\tk8s.io/kubernetes v1.2.3\n)\n");
    target = temporary.resolve("cache/entry/control-plane");
  }

  private GoBuild build(String script, BuildProgress progress) throws IOException {
    Path go = temporary.resolve("go");
    Files.writeString(go, script.formatted(temporary));
    Files.setPosixFilePermissions(go, PosixFilePermissions.fromString("rwx------"));
    return new GoBuild(
        GoModule.locate(temporary.resolve("module"), temporary), go.toString(), progress);
  }

  private List<String> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(target.resolveSibling(""))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void yieldsAnExecutableAndNothingBesideIt() throws Exception {
    assertThat(build(HONEST, BuildProgress.silent()).build(target)).isExecutable();
    assertThat(leftovers()).containsExactly("control-plane", "lock");
  }

  @Test
  void countsPackagesAndNotRemarks() throws Exception {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    build(HONEST, (done, total, elapsed) -> seen.add(done + "/" + total)).build(target);
    assertThat(seen).containsExactly("0/0", "0/2", "1/2", "2/2");
  }

  @Test
  void showsWhatGoSaidWhenItFailed() throws Exception {
    GoBuild failing = build(FAILING, BuildProgress.silent());
    assertThatThrownBy(() -> failing.build(target))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("go build ended with 1", "main.go:1:1: no such thing");
    assertThat(leftovers()).containsExactly("lock");
  }

  @Test
  void repairsWhatAKilledBuildLeft() throws Exception {
    Files.createDirectories(target.resolveSibling(""));
    Files.writeString(target.resolveSibling("unfinished-1"), "half");
    build(HONEST, BuildProgress.silent()).build(target);
    assertThat(leftovers()).containsExactly("control-plane", "lock");
  }

  @Test
  void endsGoAndItsChildrenWhenInterrupted() throws Exception {
    GoBuild hanging = build(HANGING, BuildProgress.silent());
    Path pid = temporary.resolve("pid");
    try (ExecutorService one = Executors.newSingleThreadExecutor()) {
      Future<?> building = one.submit(() -> hanging.build(target));
      Poll.until(
          "go runs", LONG, STEP, Poll.that(() -> Files.exists(pid) && pid.toFile().length() > 1));
      ProcessHandle go =
          ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
      Poll.until("it compiles", LONG, STEP, Poll.that(() -> go.children().findAny().isPresent()));
      ProcessHandle compiler = go.children().findFirst().orElseThrow();
      building.cancel(true);
      Poll.until("go ended", LONG, STEP, Poll.that(() -> !go.isAlive()));
      Poll.until("its child ended", LONG, STEP, Poll.that(() -> !compiler.isAlive()));
    }
    assertThat(leftovers()).containsExactly("lock");
  }

  @Test
  void compilesOnceForTwoAtATime() throws Exception {
    GoBuild build = build(HONEST, BuildProgress.silent());
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      List<Future<Path>> results =
          two.invokeAll(List.of(() -> build.build(target), () -> build.build(target)));
      for (Future<Path> result : results) {
        assertThat(result.get()).isExecutable();
      }
    }
    assertThat(Files.readAllLines(temporary.resolve("calls"))).containsExactly("list", "build");
  }

  @Test
  void keysTheCacheByWhatIsCompiledOnly() throws Exception {
    Path module = temporary.resolve("module");
    GoModule before = GoModule.locate(module, temporary);
    Files.writeString(module.resolve("main_test.go"), "package main");
    assertThat(GoModule.locate(module, temporary)).isEqualTo(before);
    Files.writeString(module.resolve("main.go"), "package main");
    assertThat(GoModule.locate(module, temporary).digest()).isNotEqualTo(before.digest());
  }
}
