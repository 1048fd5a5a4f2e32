package dev.cksauth.cli;

import dev.cksauth.reference.process.ProcessTree;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The start of a supervisor: a Java machine of its own, in a session of its own, so that neither
 * the terminal's Ctrl-C nor its hang-up reaches it. Ended again unless it said that all is up.
 */
final class SupervisorLaunch implements AutoCloseable {

  /** As much of what a Java machine in trouble printed as is worth showing. */
  private static final int LINES = 25;

  /** A supervisor that is told to end closes its parts first. */
  private static final Duration END = Duration.ofSeconds(20);

  // All but the proxy threads is idle: a small heap and the simple compiler start faster.
  private static final List<String> MACHINE =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Dfile.encoding=UTF-8",
          // Testcontainers reads the Docker socket through JNA.
          "--enable-native-access=ALL-UNNAMED");

  private final Process process;
  private final Thread hook = new Thread(this::end, "end-supervisor");
  private volatile boolean ready;

  private SupervisorLaunch(Process process) {
    this.process = process;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  static SupervisorLaunch begin(Surroundings surroundings, IdpOption idp, List<String> words)
      throws IOException {
    List<String> command = command(surroundings, idp);
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectErrorStream(true);
    return new SupervisorLaunch(builder.start());
  }

  /**
   * Waits until the supervisor says that all is up, or that it is not.
   *
   * @return the failure, if it is one
   */
  Optional<String> await(StartDisplay display) throws IOException {
    Deque<String> other = new ArrayDeque<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<SupervisorMessage> message = SupervisorMessage.parse(line);
        if (message.isEmpty()) {
          other.add(line);
          if (other.size() > LINES) {
            other.remove();
          }
          continue;
        }
        switch (message.get()) {
          case SupervisorMessage.Note(String text) -> display.note(text);
          case SupervisorMessage.Packages(int done, int total, Duration elapsed) ->
              display.packages(done, total, elapsed);
          case SupervisorMessage.Ready() -> {
            ready = true;
            return Optional.empty();
          }
          case SupervisorMessage.Failed(String text) -> {
            return Optional.of(text);
          }
        }
      }
    }
    return Optional.of("the supervisor ended:\n" + String.join("\n", other));
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is ending, and the hook did or does the same.
    }
  }

  private synchronized void end() {
    if (!ready && process.isAlive()) {
      ProcessTree tree = ProcessTree.of(process.toHandle());
      process.destroy();
      if (!tree.awaitEnd(END)) {
        tree.kill();
      }
    }
  }

  private static List<String> command(Surroundings surroundings, IdpOption idp) {
    List<String> command = new ArrayList<>(apart());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(MACHINE);
    for (String name : List.of("CKS_AUTH_KUBE_APISERVER", "java.io.tmpdir", Installation.HOME)) {
      Optional.ofNullable(System.getProperty(name))
          .ifPresent(value -> command.add("-D" + name + "=" + value));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), surroundings.main()));
    command.addAll(
        List.of("supervise", "--base", surroundings.base().toString(), "--idp", idp.word()));
    return command;
  }

  /** What comes before a command to have it run apart from this terminal, under the same id. */
  private static List<String> apart() {
    for (String directory : List.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin")) {
      Path setsid = Path.of(directory, "setsid");
      if (Files.isExecutable(setsid)) {
        return List.of(setsid.toString());
      }
    }
    // Ignored signals stay ignored over exec, and Java leaves them so.
    return List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "supervise");
  }
}
