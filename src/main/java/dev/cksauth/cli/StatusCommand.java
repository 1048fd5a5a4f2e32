package dev.cksauth.cli;

import dev.cksauth.reference.topology.RunningSystem;
import dev.cksauth.reference.topology.StateFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells whether a reference system is kept running, and what it offers. */
@Command(
    name = "status",
    description = "Tells whether the reference system of `up` runs, and what it offers.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it runs", "1:it does not run, or not as it should", "4:it cannot be told"})
final class StatusCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  StatusCommand() {
    this(Surroundings.ofProcess());
  }

  StatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.spec = CommandSpec.create(); // picocli replaces it
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      Optional<RunningSystem> known = new StateFile(surroundings.base()).read();
      int code = known.map(running -> tell(running, out)).orElseGet(() -> tellNone(out));
      out.flush();
      return code;
    } catch (IOException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("cks-auth: " + e.getMessage());
      err.flush();
      return ExitCode.COULD_NOT_WORK.code();
    }
  }

  private static int tellNone(PrintWriter out) {
    out.println("no reference system is up; `cks-auth up` starts one");
    return ExitCode.ANSWER_IS_NO.code();
  }

  private static int tell(RunningSystem running, PrintWriter out) {
    long pid = running.supervisor().pid();
    if (running.supervisor().living().isEmpty()) {
      out.println(
          "the reference system is not up: its supervisor, process " + pid + ", was killed");
      out.println("`cks-auth down` removes what it left; `cks-auth up` does so too");
      return ExitCode.ANSWER_IS_NO.code();
    }
    if (!running.failure().isEmpty()) {
      out.println("the reference system is not up, though its supervisor, process " + pid + ", is");
      out.println(running.failure());
      out.println("`cks-auth down`, then `cks-auth up`, starts a new one");
      return ExitCode.ANSWER_IS_NO.code();
    }
    out.println("up since " + running.supervisor().start() + ", process " + pid);
    out.println(running.summary());
    KeptSystem.print(running, out);
    return ExitCode.DONE.code();
  }
}
