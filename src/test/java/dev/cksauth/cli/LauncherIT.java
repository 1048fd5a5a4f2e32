package dev.cksauth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The launcher and the packaged program, used as a person would. */
final class LauncherIT {

  private static final Path LAUNCHER = Path.of("cks-auth").toAbsolutePath();

  @TempDir Path scratch;

  private record Outcome(int code, String out, String err) {}

  private Outcome run(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(launcher.toString());
    Path out = scratch.resolve("out.txt");
    Path err = scratch.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err));
  }

  private Outcome run(String... arguments) throws IOException, InterruptedException {
    return run(LAUNCHER, Map.of(), arguments);
  }

  /** A directory that looks like a JDK. */
  private Path jdk(String version) throws IOException {
    Path home = scratch.resolve("jdk-" + version);
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho started " + version + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  @Test
  void saysItsVersionAndNothingElse() throws Exception {
    Outcome outcome = run("--version");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).startsWith("cks-auth ").doesNotContain("unknown", "${");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void worksThroughLinks() throws Exception {
    Path directory = Files.createDirectory(scratch.resolve("bin"));
    Path first = Files.createSymbolicLink(directory.resolve("first"), LAUNCHER);
    Path second = Files.createSymbolicLink(directory.resolve("second"), first.getFileName());
    assertThat(run(second, Map.of(), "--version")).isEqualTo(run("--version"));
  }

  @Test
  void listsItsCommands() throws Exception {
    Outcome outcome = run("--help");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("doctor", "completion", "Exit codes").doesNotContain("\033");
  }

  @Test
  void refusesAnUnknownCommand() throws Exception {
    Outcome outcome = run("docter");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("did you mean `doctor`?");
  }

  @Test
  void doctorFindsThisMachineFit() throws Exception {
    Outcome outcome = run("doctor", "--format", "json");
    JsonNode diagnosis = JsonMapper.builder().build().readTree(outcome.out());
    assertThat(diagnosis.get("ready").asBoolean()).isEqualTo(outcome.code() == 0);
    assertThat(diagnosis.get("findings").findValuesAsString("what"))
        .contains("JDK", "Go", "Docker", "kube-apiserver", "abandoned runs");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void doctorSaysWhatHelps() throws Exception {
    Outcome outcome = run(LAUNCHER, Map.of("KUBEBUILDER_ASSETS", "/nowhere"), "doctor");
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.out()).contains("/nowhere", "One of these helps");
  }

  @Test
  void takesTheJdkThatIsNamed() throws Exception {
    String home = jdk("21.0.2").toString();
    assertThat(run(LAUNCHER, Map.of("CKS_AUTH_JAVA_HOME", home)).out()).contains("started 21.0.2");
    assertThat(run(LAUNCHER, Map.of("JAVA_HOME", home)).out()).contains("started 21.0.2");
  }

  @Test
  void passesOverAnOldJdk() throws Exception {
    Path old = jdk("17.0.15");
    Map<String, String> named = Map.of("CKS_AUTH_JAVA_HOME", old.toString());
    Outcome refused = run(LAUNCHER, named, "--version");
    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.err()).contains("CKS_AUTH_JAVA_HOME", "21 or later");

    Path java = Path.of(System.getProperty("java.home"));
    Path bin = Files.createDirectory(scratch.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("java"), java.resolve("bin/java"));
    String path = bin + ":" + System.getenv("PATH");
    Map<String, String> other = Map.of("JAVA_HOME", old.toString(), "PATH", path);
    assertThat(run(LAUNCHER, other, "--version").out())
        .contains("Java " + Runtime.version().feature());
  }

  @Test
  void refusesHalfAJar() throws Exception {
    byte[] jar = Files.readAllBytes(Path.of(System.getenv("CKS_AUTH_JAR")));
    Path half = scratch.resolve("half.jar");
    Files.write(half, Arrays.copyOf(jar, jar.length / 2));
    Outcome outcome = run(LAUNCHER, Map.of("CKS_AUTH_JAR", half.toString()), "--version");
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.err()).contains("half.jar");
  }

  @Test
  void saysWhatHelpsWithoutMaven() throws Exception {
    Path copy = Files.copy(LAUNCHER, scratch.resolve("cks-auth"));
    Path bin = Files.createDirectory(scratch.resolve("bin"));
    for (String tool : List.of("sh", "readlink", "dirname", "find", "head", "tail", "sed")) {
      Files.createSymbolicLink(bin.resolve(tool), which(tool));
    }
    Map<String, String> environment =
        Map.of(
            "CKS_AUTH_JAR", "",
            "CKS_AUTH_JAVA_HOME", jdk("21.0.2").toString(),
            "PATH", bin.toString());
    Outcome outcome = run(copy, environment, "--version");
    assertThat(outcome.err()).contains("no Maven", "CKS_AUTH_JAR");
    assertThat(outcome.code()).isEqualTo(4);
  }

  /** Runs a copy of the launcher, with a script for Maven. */
  private Outcome build(String maven) throws IOException, InterruptedException {
    Path home = Files.createDirectories(scratch.resolve("home"));
    Path copy = Files.copy(LAUNCHER, home.resolve("cks-auth"));
    Path bin = Files.createDirectory(scratch.resolve("tools"));
    Path script = Files.writeString(bin.resolve("mvn"), "#!/bin/sh\n" + maven + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> environment =
        Map.of(
            "CKS_AUTH_JAR",
            "",
            "JAR",
            System.getenv("CKS_AUTH_JAR"),
            "PATH",
            bin + ":" + System.getenv("PATH"));
    return run(copy, environment, "--version");
  }

  private static final String COPIES_THE_JAR =
      """
      for argument; do
        case $argument in -Dtarget.directory=*) directory=${argument#*=} ;; esac
      done
      mkdir "$directory" && cp "$JAR" "$directory/cks-auth-1-cli.jar"\
      """;

  @Test
  void buildsOnce() throws Exception {
    Outcome first = build(COPIES_THE_JAR);
    assertThat(first.err()).contains("building (once) … done");
    assertThat(first.out()).startsWith("cks-auth ");
    assertThat(first.code()).isZero();

    assertThat(again("--version").err()).isEmpty();
    assertThat(scratch.resolve("home/target/launcher"))
        .isDirectoryNotContaining("glob:**{build-*,classes-*,lock}")
        .isDirectoryContaining("glob:**cks-auth-cli.jar");
  }

  private Outcome again(String... arguments) throws IOException, InterruptedException {
    return run(scratch.resolve("home/cks-auth"), Map.of("CKS_AUTH_JAR", ""), arguments);
  }

  @Test
  @EnabledForJreRange(minVersion = 25)
  void startsWithTheClassesOfARunOfItsOwn() throws Exception {
    Outcome first = build(COPIES_THE_JAR);
    assertThat(first.err()).contains("preparing (once) … done");
    Outcome told =
        run(
            scratch.resolve("home/cks-auth"),
            Map.of("CKS_AUTH_JAR", "", "CKS_AUTH_JAVA_OPTS", "-Xlog:class+load:stdout"),
            "--version");
    assertThat(told.out()).contains("dev.cksauth.cli.Main source: shared objects file");
  }

  @Test
  @EnabledForJreRange(minVersion = 25)
  void worksAllTheSameWithABrokenFileOfClasses() throws Exception {
    assertThat(build(COPIES_THE_JAR).code()).isZero();
    Path classes = scratch.resolve("home/target/launcher/cks-auth-cli.aot");
    byte[] whole = Files.readAllBytes(classes);
    Files.write(classes, Arrays.copyOf(whole, whole.length / 2));
    Outcome outcome = again("--version");
    assertThat(outcome.out()).startsWith("cks-auth ");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
  }

  @Test
  void looksForClassesOnceWhereTheyCannotBeKept() throws Exception {
    Path jdk = jdk("25.0.1"); // its java does nothing
    Map<String, String> environment =
        Map.of("CKS_AUTH_JAVA_HOME", jdk.toString(), "CKS_AUTH_JAR", "");
    assertThat(build(COPIES_THE_JAR).code()).isZero();
    Path classes = scratch.resolve("home/target/launcher/cks-auth-cli.aot");
    Files.deleteIfExists(classes);
    Path launcher = scratch.resolve("home/cks-auth");
    assertThat(run(launcher, environment, "--version").err()).contains("preparing (once)");
    assertThat(run(launcher, environment, "--version").err()).isEmpty();
    assertThat(classes).isEmptyFile();
  }

  @Test
  void showsWhyABuildFailed() throws Exception {
    Outcome outcome = build("echo '[ERROR] no such symbol'; exit 1");
    assertThat(outcome.err()).contains("failed", "[ERROR] no such symbol", "could not build");
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(scratch.resolve("home/target/launcher")).isEmptyDirectory();
  }

  private static Path which(String tool) {
    return new Programs(System.getenv("PATH")).find(tool).orElseThrow();
  }

  @Test
  void thePlainJarIsTheLibrary() throws Exception {
    Path cli = Path.of(System.getenv("CKS_AUTH_JAR"));
    String plain = cli.getFileName().toString().replace("-cli.jar", ".jar");
    Set<String> names = new TreeSet<>();
    try (JarFile jar = new JarFile(cli.resolveSibling(plain).toFile())) {
      for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
        names.add(entries.nextElement().getName());
      }
    }
    assertThat(names)
        .contains("dev/cksauth/result/RunResult.class", "scenarios/schema/report.schema.json")
        .noneMatch(name -> name.startsWith("dev/cksauth/cli/"))
        .noneMatch(name -> name.contains("logback"))
        .noneMatch(name -> name.startsWith("picocli"));
  }
}
