package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged program as a child process, with directories of its own. */
final class Program implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofMinutes(6);

  private final Path home;
  private final Path runtime;
  private final List<Process> started = new ArrayList<>();
  private int runs;

  Program(Path home) throws IOException {
    this.home = home;
    this.runtime = Files.createDirectories(home.resolve("runtime"));
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
  }

  /** How a run ended and what it wrote. */
  record Outcome(int code, String out, String err) {

    String all() {
      return out + err;
    }
  }

  /** A run that may still go on. */
  record Running(Process process, Path out, Path err) {

    Outcome await() throws IOException, InterruptedException {
      assertThat(process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
      return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    boolean said(String text) {
      try {
        return Files.readString(err).contains(text);
      } catch (IOException e) {
        return false;
      }
    }

    void signal(String name) throws IOException, InterruptedException {
      Process kill =
          new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).inheritIO().start();
      assertThat(kill.waitFor()).isZero();
    }
  }

  Running start(Map<String, String> environment, String... arguments) throws IOException {
    runs++;
    Path out = home.resolve("out-" + runs + ".txt");
    Path err = home.resolve("err-" + runs + ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + runtime,
                "-jar",
                System.getenv("CKS_AUTH_JAR")));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("XDG_RUNTIME_DIR", runtime.toString());
    builder.environment().put("XDG_STATE_HOME", home.resolve("state").toString());
    builder.environment().put("NO_PROXY", "*");
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    process.getOutputStream().close();
    return new Running(process, out, err);
  }

  Running start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  Outcome run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).await();
  }

  Path file(String name, String content) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  /** The directories of runs that are there. */
  List<Path> runDirectories() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> bases = Files.list(runtime)) {
      for (Path base : bases.filter(Files::isDirectory).toList()) {
        try (Stream<Path> directories = Files.list(base)) {
          directories.forEach(found::add);
        }
      }
    }
    return found;
  }

  /** The processes that work in a directory of a run, gone or not. */
  List<Long> children() throws IOException {
    List<Long> found = new ArrayList<>();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      for (ProcessHandle process : all.toList()) {
        if (worksIn(process.pid())) {
          found.add(process.pid());
        }
      }
    }
    return found;
  }

  private boolean worksIn(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", String.valueOf(pid), "cwd"))
          .toString()
          .startsWith(runtime.toString());
    } catch (IOException gone) {
      return false;
    }
  }

  void assertNothingLeft() throws IOException {
    assertThat(children()).as("processes left").isEmpty();
    assertThat(runDirectories()).as("directories left").isEmpty();
  }

  JsonNode report() throws IOException {
    return report("reports/latest");
  }

  JsonNode report(String directory) throws IOException {
    String text = Files.readString(home.resolve(directory).resolve("report.json"));
    return JsonMapper.builder().build().readTree(text);
  }

  Path path(String name) {
    return home.resolve(name);
  }

  /** Waits for what is to come about. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline of: " + what).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Override
  public void close() {
    started.forEach(Process::destroy);
  }
}
