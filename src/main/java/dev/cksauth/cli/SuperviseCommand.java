package dev.cksauth.cli;

import dev.cksauth.reference.process.Poll;
import dev.cksauth.reference.process.ProcessIdentity;
import dev.cksauth.reference.topology.Idp;
import dev.cksauth.reference.topology.ReferenceStartException;
import dev.cksauth.reference.topology.ReferenceSystem;
import dev.cksauth.reference.topology.RunningSystem;
import dev.cksauth.reference.topology.StartProgress;
import dev.cksauth.reference.topology.StartReference;
import dev.cksauth.reference.topology.StartedPart;
import dev.cksauth.reference.topology.StateFile;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keeps a reference system running until it is told to end: the process behind {@code up}. */
@Command(
    name = "supervise",
    hidden = true,
    description = "Keeps a reference system running; `up` starts it.")
final class SuperviseCommand implements Callable<Integer> {
  private static final Duration WATCH = Duration.ofMillis(500);

  /** Longer than its certificates are good for. */
  private static final Duration AGES = Duration.ofDays(90);

  @Option(
      names = "--base",
      required = true,
      paramLabel = "DIR",
      description = "Where run directories and the state file are.")
  private Path base = Path.of("");

  @Mixin private IdpOption idp = new IdpOption();

  @Mixin private TopologyOption topology = new TopologyOption();

  @Mixin private ConfigurableOption configurable = new ConfigurableOption();

  @Override
  public Integer call() throws InterruptedException, IOException {
    ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current()).orElseThrow();
    State state = new State(new StateFile(base), self);
    Runtime.getRuntime().addShutdownHook(new Thread(state::end, "forget-state"));
    // Not System.out: a pipe has the locale's encoding there, which may be ASCII.
    PrintStream toUp =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    try (ReferenceSystem system = start(new Relay(toUp))) {
      Path log = system.directory().resolve("supervisor.log");
      redirect(log);
      RunningSystem running = RunningSystem.of(system, self, log);
      state.write(running);
      tell(toUp, new SupervisorMessage.Ready());
      watch(system, running, state);
      return ExitCode.DONE.code();
    } catch (ReferenceStartException e) {
      tell(toUp, new SupervisorMessage.Failed(String.valueOf(e.getMessage())));
      return ExitCode.COULD_NOT_WORK.code();
    } finally {
      state.end();
    }
  }

  private ReferenceSystem start(StartProgress progress)
      throws ReferenceStartException, InterruptedException {
    return StartReference.start(
        base,
        topology.in(idp.options(true, Idp.BOTH).withConfigurable(configurable.wanted())),
        progress);
  }

  /** Keeps the state file true; ends only with the process. */
  private static void watch(ReferenceSystem system, RunningSystem running, State state)
      throws IOException, InterruptedException {
    String[] last = {""};
    Poll.until(
        "the end",
        AGES,
        WATCH,
        () -> {
          String present = system.failure().orElse("");
          if (!present.equals(last[0])) {
            last[0] = present;
            state.write(running.withFailure(present));
          }
          return Poll.Attempt.notYet("runs");
        });
  }

  /** The pipe to {@code up} is gone once all is up; what is said later is for the log. */
  private static void redirect(Path log) throws IOException {
    PrintStream stream = new PrintStream(log.toFile(), StandardCharsets.UTF_8);
    System.setOut(stream);
    System.setErr(stream);
  }

  private static void tell(PrintStream toUp, SupervisorMessage message) {
    toUp.println(message.line());
    toUp.flush();
  }

  /** The state file, which nobody writes any more once the process is ending. */
  private static final class State {
    private final StateFile file;
    private final ProcessIdentity self;
    private boolean ended;

    State(StateFile file, ProcessIdentity self) {
      this.file = file;
      this.self = self;
    }

    synchronized void write(RunningSystem running) throws IOException {
      if (!ended) {
        file.write(running);
      }
    }

    synchronized void end() {
      ended = true;
      try {
        file.forget(self);
      } catch (IOException e) {
        // The next `status` or `down` sees that this process is gone.
      }
    }
  }

  /** What happens during the start, for {@code up}. */
  private record Relay(PrintStream toUp) implements StartProgress {
    @Override
    public void note(String line) {
      tell(toUp, new SupervisorMessage.Note(line));
    }

    @Override
    public void started(StartedPart part) {
      // Told in the summary.
    }

    @Override
    public void packages(int done, int total, Duration elapsed) {
      tell(toUp, new SupervisorMessage.Packages(done, total, elapsed));
    }
  }
}
