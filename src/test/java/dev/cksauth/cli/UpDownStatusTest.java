package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.reference.process.Poll;
import dev.cksauth.reference.topology.RunningSystem;
import dev.cksauth.reference.topology.StateFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("reference")
final class UpDownStatusTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration STEP = Duration.ofMillis(20);

  @TempDir Path temporary;
  private Surroundings surroundings = Surroundings.ofProcess();

  @BeforeEach
  void surround() {
    surroundings = new Surroundings(temporary.resolve("r"), SuperviseMain.class.getName());
  }

  @AfterEach
  void nothingStays() {
    run(new DownCommand(surroundings));
  }

  private record Ran(int code, String out, String err) {}

  private static Ran run(Object command) {
    // Keycloak takes its time, and has tests of its own.
    return command instanceof UpCommand
        ? run(command, "--idp", "embedded")
        : run(command, new String[0]);
  }

  private static Ran run(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(command)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Ran(code, out.toString(), err.toString());
  }

  private RunningSystem state() throws Exception {
    return new StateFile(surroundings.base()).read().orElseThrow();
  }

  private List<Path> runs() throws Exception {
    try (Stream<Path> entries = Files.list(surroundings.base())) {
      return entries.filter(Files::isDirectory).toList();
    }
  }

  @Test
  void upStaysUpUntilDown() throws Exception {
    Ran up = run(new UpCommand(surroundings));
    assertThat(up.code()).as(up.err()).isZero();
    assertThat(up.out())
        .contains("API server", "managed", "unmanaged", "console-admin.token", "kubectl", "down");
    RunningSystem state = state();
    ProcessHandle supervisor = state.supervisor().living().orElseThrow();
    List<ProcessHandle> all =
        Stream.concat(Stream.of(supervisor), supervisor.descendants()).toList();
    assertThat(all).hasSizeGreaterThan(1);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(surroundings.base().resolve("state.json"))))
        .isEqualTo("rw-------");

    Ran again = run(new UpCommand(surroundings));
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("already", state.subjects().getFirst().toString());
    Ran status = run(new StatusCommand(surroundings));
    assertThat(status.code()).isZero();
    for (Path token : state.tokens().values()) {
      assertThat(up.out() + status.out() + again.out())
          .doesNotContain(Files.readString(token).strip());
    }
    kubectlWorks(state);

    Ran down = run(new DownCommand(surroundings));
    assertThat(down.code()).as(down.err()).isZero();
    assertThat(down.out()).contains("ended the reference system");
    assertThat(all).noneMatch(ProcessHandle::isAlive);
    assertThat(runs()).isEmpty();
    assertThat(run(new StatusCommand(surroundings)).code()).isEqualTo(1);
  }

  private static void kubectlWorks(RunningSystem state) throws Exception {
    boolean there =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl")));
    Assumptions.assumingThat(
        there,
        () -> {
          assertThat(kubectl(state, "console-admin", "auth", "whoami"))
              .contains("admin@example.com");
          assertThat(kubectl(state, "console-admin", "create", "namespace", "by-hand"))
              .contains("created");
          assertThat(kubectl(state, "console-viewer", "create", "namespace", "other"))
              .contains("Forbidden", "viewer@example.com");
          assertThat(kubectl(state, "admin", "get", "namespaces")).contains("by-hand");
        });
  }

  private static String kubectl(RunningSystem state, String who, String... arguments)
      throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of("kubectl", "--kubeconfig", String.valueOf(state.kubeconfigs().get(who))),
                Stream.of(arguments))
            .toList();
    Path output = Files.createTempFile(state.directory(), "kubectl-", ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return Files.readString(output);
  }

  @Test
  void downCleansUpAfterAKilledSupervisor() throws Exception {
    assertThat(run(new UpCommand(surroundings)).code()).isZero();
    RunningSystem state = state();
    ProcessHandle supervisor = state.supervisor().living().orElseThrow();
    List<ProcessHandle> all =
        Stream.concat(Stream.of(supervisor), supervisor.descendants()).toList();
    supervisor.destroyForcibly();
    Poll.until("the supervisor is gone", LONG, STEP, Poll.that(() -> !supervisor.isAlive()));

    Ran status = run(new StatusCommand(surroundings));
    assertThat(status.code()).isEqualTo(1);
    assertThat(status.out()).contains("was killed", "cks-auth down");
    Ran down = run(new DownCommand(surroundings));
    assertThat(down.code()).as(down.err()).isZero();
    assertThat(down.out())
        .contains("removed what a killed run had left", state.directory().toString());
    assertThat(all).noneMatch(ProcessHandle::isAlive);
    assertThat(runs()).isEmpty();
  }

  @Test
  void statusTellsThatTheApiServerDied() throws Exception {
    assertThat(run(new UpCommand(surroundings)).code()).isZero();
    state().supervisor().living().orElseThrow().children().forEach(ProcessHandle::destroyForcibly);
    Poll.until("the death is noticed", LONG, STEP, Poll.that(this::failureIsKnown));
    Ran status = run(new StatusCommand(surroundings));
    assertThat(status.code()).isEqualTo(1);
    assertThat(status.out()).contains("kube-apiserver", "ended with 137");
  }

  private boolean failureIsKnown() {
    try {
      return !state().failure().isEmpty();
    } catch (Exception e) {
      return false;
    }
  }

  @Test
  void aFailureToStartIsTold() throws Exception {
    Surroundings broken = new Surroundings(surroundings.base(), "dev.cksauth.cli.NoSuchMain");
    Ran up = run(new UpCommand(broken));
    assertThat(up.code()).isEqualTo(4);
    assertThat(up.err()).contains("NoSuchMain");
    assertThat(runs()).isEmpty();
  }

  @Test
  void downWithNothingUpIsNoFailure() {
    Ran down = run(new DownCommand(surroundings));
    assertThat(down.code()).isZero();
    assertThat(down.out()).contains("nothing was up");
  }
}
