package dev.cksauth.cli;

import dev.cksauth.reference.topology.RunningSystem;
import dev.cksauth.reference.topology.StateFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts the reference system, and leaves it running. */
@Command(
    name = "up",
    description = "Starts the reference system and leaves it running for work by hand.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it runs, or ran already", "4:it could not be started"})
final class UpCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private IdpOption idp = new IdpOption();

  @Mixin private TopologyOption topology = new TopologyOption();

  @Mixin private ConfigurableOption configurable = new ConfigurableOption();

  @Spec private CommandSpec spec;

  UpCommand() {
    this(Surroundings.ofProcess());
  }

  UpCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.spec = CommandSpec.create(); // picocli replaces it
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try {
      return SystemLock.holding(surroundings.base(), this::up);
    } catch (IOException e) {
      err.println("cks-auth: " + e.getMessage());
      err.flush();
      return ExitCode.COULD_NOT_WORK.code();
    }
  }

  private int up() throws IOException {
    StateFile state = new StateFile(surroundings.base());
    Optional<RunningSystem> running =
        state.read().filter(known -> known.supervisor().living().isPresent());
    return running.isPresent() ? tellRunning(running.get()) : start(state);
  }

  private int tellRunning(RunningSystem running) {
    PrintWriter out = spec.commandLine().getOut();
    if (!running.failure().isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("a reference system is up, but not well: " + running.failure());
      err.println("`cks-auth down`, then `cks-auth up`, starts a new one");
      err.flush();
      return ExitCode.COULD_NOT_WORK.code();
    }
    out.println("a reference system is up already, process " + running.supervisor().pid());
    KeptSystem.print(running, out);
    return ExitCode.DONE.code();
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(topology.words());
    words.addAll(configurable.words());
    return words;
  }

  private int start(StateFile state) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    StartDisplay display = new StartDisplay(spec.commandLine().getErr(), Terminal.detect());
    Optional<String> failure;
    try (SupervisorLaunch launch = SupervisorLaunch.begin(surroundings, idp, words())) {
      failure = launch.await(display);
    } finally {
      display.end();
    }
    Optional<RunningSystem> running = state.read();
    if (failure.isEmpty() && running.isPresent()) {
      out.println(running.get().summary());
      KeptSystem.print(running.get(), out);
      return ExitCode.DONE.code();
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println("cks-auth: " + failure.orElse("the supervisor ended as soon as all was up"));
    err.flush();
    return ExitCode.COULD_NOT_WORK.code();
  }
}
