package dev.cksauth.cli;

import dev.cksauth.catalogue.Impact;
import dev.cksauth.engine.Listed;
import dev.cksauth.engine.RunOptions;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How scenarios are run, and what they may do. */
final class RunningOptions {

  @Option(names = "--plan", description = "Says what would be done, and sends nothing.")
  private boolean plan;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many scenarios run at once; default: " + RunOptions.DEFAULT_JOBS)
  private int jobs = RunOptions.DEFAULT_JOBS;

  @Option(names = "--fail-fast", description = "End the run at the first failed scenario.")
  private boolean failFast;

  @Option(
      names = "--timeout-factor",
      paramLabel = "X",
      description = "Multiplies every deadline; default: 1")
  private double timeoutFactor = 1;

  @Option(
      names = "--allow",
      paramLabel = "IMPACT",
      split = ",",
      description =
          "Allows an impact on subjects that are not on loopback: load, lockout, fault,"
              + " reconfigures.")
  private Set<Impact> allow = Set.of();

  @Option(names = "--allow-exec", description = "Lets subject files run the commands they name.")
  private boolean allowExec;

  void check(CommandLine command) {
    if (jobs < 1 || jobs > 256) {
      throw new ParameterException(command, "--jobs is from 1 to 256");
    }
    if (!(timeoutFactor > 0 && timeoutFactor <= 100)) {
      throw new ParameterException(command, "--timeout-factor is over 0 and at most 100");
    }
  }

  RunOptions options(List<Listed> exclusions, List<Listed> gaps) {
    return new RunOptions(jobs, failFast, timeoutFactor, allow, exclusions, gaps);
  }

  /** Whether a run is only foretold. */
  boolean plan() {
    return plan;
  }

  Set<Impact> allowed() {
    return allow;
  }

  boolean execAllowed() {
    return allowExec;
  }
}
