package dev.cksauth.cli;

import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.Verdict;
import java.util.List;

/** The exit code that a result calls for. */
final class RunExit {

  private RunExit() {}

  static ExitCode of(RunResult run, boolean strict) {
    return switch (run.verdict()) {
      case NON_CONFORMANT -> ExitCode.ANSWER_IS_NO;
      case CONFORMANT -> run.unfinished() ? ExitCode.UNFINISHED : ExitCode.DONE;
      case PARTIAL -> !strict && onlyListed(run) ? ExitCode.DONE : ExitCode.UNFINISHED;
    };
  }

  /** Whether known gaps and exclusions, each listed with a reason, are all that is missing. */
  private static boolean onlyListed(RunResult run) {
    List<ProfileResult> profiles =
        run.subjects().stream().flatMap(subject -> subject.profiles().stream()).toList();
    return !run.unfinished()
        && run.subjects().stream().noneMatch(subject -> subject.profiles().isEmpty())
        && profiles.stream().allMatch(profile -> profile.requires().equals("met"))
        && run.results().stream().noneMatch(result -> result.verdict() == Verdict.ERROR)
        && run.results().stream().anyMatch(RunExit::listed);
  }

  private static boolean listed(dev.cksauth.result.ScenarioResult result) {
    return result.verdict() == Verdict.KNOWN_GAP || result.verdict() == Verdict.EXCLUDED;
  }
}
