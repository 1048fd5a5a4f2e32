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
  private static final int MOST_ROUNDS = 10_000;

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

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Runs it N times, and tells how steady each verdict is; the worst counts.")
  private int repeat = 1;

  @Option(
      names = "--until-failure",
      description =
          "With --repeat: the first round that would not end with exit code 0 is the last.")
  private boolean untilFailure;

  void check(CommandLine command) {
    if (jobs < 1 || jobs > 256) {
      throw new ParameterException(command, "--jobs is from 1 to 256");
    }
    if (!(timeoutFactor > 0 && timeoutFactor <= 100)) {
      throw new ParameterException(command, "--timeout-factor is over 0 and at most 100");
    }
  }

  /**
   * How often it is run.
   *
   * @param part whether it is a part of a run: `merge` would have rounds to join that ended where
   *     they liked
   */
  Repetition repetition(CommandLine command, boolean part, boolean strict) {
    if (repeat < 1 || repeat > MOST_ROUNDS) {
      throw new ParameterException(command, "--repeat is from 1 to " + MOST_ROUNDS);
    }
    if (untilFailure && repeat == 1) {
      throw new ParameterException(command, "--until-failure is for --repeat N, with N from 2");
    }
    if (part && repeat > 1) {
      throw new ParameterException(command, "--repeat is for a whole run, not for a --shard");
    }
    return new Repetition(repeat, untilFailure, strict);
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
