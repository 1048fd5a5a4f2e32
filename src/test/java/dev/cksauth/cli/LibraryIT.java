package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plain jar in the project of a vendor, built by Maven without a network. */
final class LibraryIT {

  private static final Path PROJECT = Path.of("src/test/projects/library");
  private static final List<String> COORDINATES = List.of("dev", "cks-auth", "cks-auth");

  @TempDir Path scratch;
  private Path jar;
  private String version;

  private record Build(int code, String log, List<Path> reports) {

    String report(String name) throws IOException {
      for (Path report : reports) {
        if (report.getFileName().toString().contains(name)) {
          return Files.readString(report);
        }
      }
      throw new AssertionError("no report of " + name + " in " + reports + "\n" + log);
    }
  }

  @BeforeEach
  void findTheJar() {
    Path cli = Path.of(System.getenv("CKS_AUTH_JAR"));
    String name = cli.getFileName().toString().replace("-cli.jar", "");
    jar = cli.resolveSibling(name + ".jar");
    version = name.substring("cks-auth-".length());
  }

  /** A jar of JUnit as Maven keeps it: REPOSITORY/org/junit/jupiter/ARTIFACT/VERSION/JAR. */
  private static Path junit() throws Exception {
    return Path.of(Test.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** So that nothing follows them to where they lead. */
  @AfterEach
  void removeLinks() throws IOException {
    try (Stream<Path> all = Files.walk(scratch)) {
      for (Path link : all.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  /** Where Maven has put the artifacts of this build. */
  private static Path usualRepository() throws Exception {
    String place = junit().toString();
    return Path.of(place.substring(0, place.indexOf("/org/junit/jupiter/")));
  }

  /** A repository that has what the usual one has, and the jar; the usual one stays as it is. */
  private Path repository() throws Exception {
    Path usual = usualRepository();
    Path own = Files.createDirectory(scratch.resolve("repository"));
    for (String part : COORDINATES) {
      linkAllBut(part, usual, own);
      usual = usual.resolve(part);
      own = Files.createDirectory(own.resolve(part));
    }
    Path artifact = Files.createDirectory(own.resolve(version));
    Files.copy(jar, artifact.resolve(jar.getFileName()));
    Files.copy(Path.of("pom.xml"), artifact.resolve("cks-auth-" + version + ".pom"));
    return scratch.resolve("repository");
  }

  private static void linkAllBut(String part, Path usual, Path own) throws IOException {
    if (!Files.isDirectory(usual)) {
      return;
    }
    try (Stream<Path> entries = Files.list(usual)) {
      for (Path entry : entries.toList()) {
        if (!entry.getFileName().toString().equals(part)) {
          Files.createSymbolicLink(own.resolve(entry.getFileName()), entry);
        }
      }
    }
  }

  private Path project() throws IOException {
    Path copy = scratch.resolve("project");
    try (Stream<Path> files = Files.walk(PROJECT)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(PROJECT.relativize(file).toString()));
      }
    }
    return copy;
  }

  private Build build(String arguments) throws Exception {
    Path project = project();
    Path temporary = Files.createDirectory(scratch.resolve("tmp"));
    Path log = scratch.resolve("build.txt");
    Path junit = junit();
    ProcessBuilder builder =
        new ProcessBuilder(
                "mvn",
                "-B",
                "-o",
                "-ntp",
                "-Dmaven.repo.local=" + repository(),
                "-Dcks-auth.version=" + version,
                "-Djunit.version=" + junit.getName(junit.getNameCount() - 2),
                "-Dsurefire.arguments=-Djava.io.tmpdir=" + temporary + " " + arguments,
                "test")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // Of the build that runs this test, and not of that project.
    builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertThat(temporary).as("files left behind").isEmptyDirectory();
    return new Build(process.exitValue(), Files.readString(log), reports(project));
  }

  private static List<Path> reports(Path project) throws IOException {
    Path directory = project.resolve("target/surefire-reports");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return new ArrayList<>(files.filter(file -> file.toString().endsWith(".xml")).toList());
    }
  }

  @Test
  void theScenariosAreTestsOfAWebhookInTheSameJvm() throws Exception {
    Build build = build("");
    assertThat(build.code()).as(build.log()).isZero();
    assertThat(build.report("ConformanceTest"))
        .contains("denies-unknown-token", "failures=\"0\"", "errors=\"0\"")
        .doesNotContain("tests=\"0\"");
    assertThat(build.report("ClassPathTest")).contains("tests=\"6\"", "failures=\"0\"");
  }

  @Test
  void aFaultOfTheWebhookFailsTheBuildAndNamesTheScenario() throws Exception {
    Build build = build("-Dacme.accepts-anybody=true");
    assertThat(build.code()).as(build.log()).isNotZero();
    assertThat(build.log())
        .contains(
            "denies-unknown-token",
            "accepted as user somebody",
            "Any text in the place of a token opens the cluster.")
        .contains("There are test failures");
  }
}
