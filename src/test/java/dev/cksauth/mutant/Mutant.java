package dev.cksauth.mutant;

import dev.cksauth.engine.Glob;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.util.Set;

/**
 * An honest part with one named fault.
 *
 * @param killer the scenario that is named for the fault: without a case, any of its cases
 */
record Mutant(String name, Part part, String killer, Fault fault) {
  /** An error never kills. A note is what a MAY says that is not met. */
  private static final Set<Verdict> KILLS = Set.of(Verdict.FAILED, Verdict.WARNING, Verdict.NOTE);

  /** Puts the fault into a cluster that is honest otherwise. */
  @FunctionalInterface
  interface Fault {
    void on(Stage stage) throws Exception;
  }

  /** Whether a scenario is named for the fault, or a case of one that is. */
  boolean named(String scenario) {
    return Glob.matches(killer, scenario);
  }

  /** Whether a scenario noticed something. */
  static boolean kills(ScenarioResult result) {
    return KILLS.contains(result.verdict());
  }

  @Override
  public String toString() {
    return name;
  }
}
