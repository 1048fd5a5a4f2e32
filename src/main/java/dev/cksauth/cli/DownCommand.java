package dev.cksauth.cli;

import dev.cksauth.reference.process.ProcessTree;
import dev.cksauth.reference.process.RunDirectory;
import dev.cksauth.reference.topology.Abandoned;
import dev.cksauth.reference.topology.StateFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Ends the kept reference system, and cleans up after killed runs. */
@Command(
    name = "down",
    description = "Ends the reference system of `up`, and removes what killed runs left.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing runs any more", "4:something is left"})
final class DownCommand implements Callable<Integer> {

  /** The supervisor closes its parts first; the slowest takes 11 s when it hangs. */
  private static final Duration END = Duration.ofSeconds(30);

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  DownCommand() {
    this(Surroundings.ofProcess());
  }

  DownCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.spec = CommandSpec.create(); // picocli replaces it
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      return SystemLock.holding(surroundings.base(), this::down);
    } catch (IOException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("cks-auth: " + e.getMessage());
      err.flush();
      return ExitCode.COULD_NOT_WORK.code();
    }
  }

  private int down() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Path base = surroundings.base();
    StateFile state = new StateFile(base);
    Optional<ProcessHandle> supervisor =
        state.read().flatMap(running -> running.supervisor().living());
    if (supervisor.isPresent()) {
      end(supervisor.get());
      out.println("ended the reference system, process " + supervisor.get().pid());
    }
    Abandoned.Removed removed = Abandoned.remove(base);
    removed.runs().forEach(each -> tell(each, out));
    removed
        .containers()
        .forEach(each -> out.println("removed what a killed run had left: " + each));
    state.delete();
    if (supervisor.isEmpty() && removed.runs().isEmpty()) {
      out.println("nothing was up");
    }
    out.flush();
    return ExitCode.DONE.code();
  }

  private static void end(ProcessHandle supervisor) {
    ProcessTree tree = ProcessTree.of(supervisor);
    supervisor.destroy();
    if (!tree.awaitEnd(END)) {
      tree.kill();
    }
  }

  private static void tell(RunDirectory.Reaped reaped, PrintWriter out) {
    out.println("removed what a killed run had left: " + reaped.directory());
    if (!reaped.killed().isEmpty()) {
      out.println("  and ended its processes: " + reaped.killed());
    }
  }
}
