package dev.cksauth.reference.idp.keycloak;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line of a Keycloak: what its {@code kc.sh} would run, without the shell in between,
 * under the Java of this process.
 */
final class KeycloakJava {

  /** What a distribution is started from. */
  static final String JAR = "lib/quarkus-run.jar";

  /**
   * The memory is bounded. Neither optimizing compiler nor parallel collector: a server that lives
   * for minutes is up with half the processor time, and is smaller by a fifth.
   */
  private static final List<String> MACHINE =
      List.of(
          "-Xms64m",
          "-Xmx384m",
          "-XX:MetaspaceSize=96m",
          "-XX:MaxMetaspaceSize=256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+ExitOnOutOfMemoryError");

  /** As {@code kc.sh} has them. */
  private static final List<String> SURROUNDINGS =
      List.of(
          "-Dfile.encoding=UTF-8",
          "-Dstdout.encoding=UTF-8",
          "-Dstderr.encoding=UTF-8",
          "-Duser.language=en",
          "-Duser.country=US",
          "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
          "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
              + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
          "-Dpicocli.disable.closures=true",
          "-Dquarkus-log-max-startup-records=10000",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.security=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED");

  /** What it gets of our environment; no option of another Keycloak's, and no token. */
  private static final Set<String> INHERITED = Set.of("PATH", "HOME", "TMPDIR", "TZ", "LANG");

  private KeycloakJava() {}

  /** Takes out of an environment all that is not Keycloak's business. */
  static void restrict(Map<String, String> environment) {
    environment.keySet().retainAll(INHERITED);
  }

  /**
   * A command line that writes down which classes were loaded, when it ends by itself.
   *
   * @param classes the file to write
   * @see #command(Path, Path, List)
   */
  static List<String> recording(Path home, Path classes, List<String> arguments) {
    // Disabled, as each class that is left out would be told of.
    return command(
        home, List.of("-XX:ArchiveClassesAtExit=" + classes, "-Xlog:disable"), arguments);
  }

  /**
   * A command line.
   *
   * @param home with {@code lib}, {@code conf} and {@code data}
   * @param classes what {@link #recording} wrote: it is up in two thirds of the time. Need not be
   *     there, and another version of Java takes no notice of it
   * @param arguments of {@code kc.sh}
   */
  static List<String> command(Path home, Path classes, List<String> arguments) {
    List<String> shared =
        Files.isRegularFile(classes) ? List.of("-XX:SharedArchiveFile=" + classes) : List.of();
    return command(home, shared, arguments);
  }

  /** A command line of {@code kc.sh}'s. */
  static List<String> command(Path home, List<String> arguments) {
    return command(home, List.of(), arguments);
  }

  private static List<String> command(Path home, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(MACHINE);
    command.addAll(options);
    command.addAll(SURROUNDINGS);
    command.add("-Dkc.home.dir=" + home);
    command.add("-Djboss.server.config.dir=" + home.resolve("conf"));
    command.addAll(List.of("-cp", home.resolve(JAR).toString()));
    command.add("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
    command.addAll(arguments);
    return command;
  }
}
