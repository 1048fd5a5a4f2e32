package dev.cksauth.engine;

import dev.cksauth.catalogue.Impact;
import java.util.List;
import java.util.Set;

/**
 * How scenarios are run.
 *
 * @param jobs how many run at once
 * @param failFast whether the first failure ends the run
 * @param timeoutFactor multiplies every deadline
 * @param allow impacts that the user allows on subjects that are not on loopback
 * @param excluded scenarios that the user leaves out
 * @param knownGaps scenarios that must fail
 */
public record RunOptions(
    int jobs,
    boolean failFast,
    double timeoutFactor,
    Set<Impact> allow,
    List<Listed> excluded,
    List<Listed> knownGaps) {

  /** As many at once as a small machine and a patient API server take. */
  public static final int DEFAULT_JOBS = 8;

  /** What applies unless said otherwise. */
  public static final RunOptions DEFAULT =
      new RunOptions(DEFAULT_JOBS, false, 1, Set.of(), List.of(), List.of());

  public RunOptions {
    allow = Set.copyOf(allow);
    excluded = List.copyOf(excluded);
    knownGaps = List.copyOf(knownGaps);
  }
}
