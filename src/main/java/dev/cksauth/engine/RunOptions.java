package dev.cksauth.engine;

import dev.cksauth.catalogue.Impact;
import java.util.List;
import java.util.Optional;
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
 * @param journal where it is written what is made in a cluster; empty: nowhere, for what does not
 *     outlive the run
 * @param cut which part of the run this is; empty: all of it
 */
public record RunOptions(
    int jobs,
    boolean failFast,
    double timeoutFactor,
    Set<Impact> allow,
    List<Listed> excluded,
    List<Listed> knownGaps,
    Optional<Journal> journal,
    Optional<Cut> cut) {

  /** As many at once as a small machine and a patient API server take. */
  public static final int DEFAULT_JOBS = 8;

  /** What applies unless said otherwise. */
  public static final RunOptions DEFAULT =
      new RunOptions(DEFAULT_JOBS, false, 1, Set.of(), List.of(), List.of());

  /** Without a journal, and whole. */
  public RunOptions(
      int jobs,
      boolean failFast,
      double timeoutFactor,
      Set<Impact> allow,
      List<Listed> excluded,
      List<Listed> knownGaps) {
    this(
        jobs,
        failFast,
        timeoutFactor,
        allow,
        excluded,
        knownGaps,
        Optional.empty(),
        Optional.empty());
  }

  public RunOptions {
    allow = Set.copyOf(allow);
    excluded = List.copyOf(excluded);
    knownGaps = List.copyOf(knownGaps);
  }

  /** The same with a journal. */
  public RunOptions withJournal(Journal kept) {
    return new RunOptions(
        jobs, failFast, timeoutFactor, allow, excluded, knownGaps, Optional.of(kept), cut);
  }

  /** The same for a part of the run. */
  public RunOptions withCut(Optional<Cut> part) {
    return new RunOptions(jobs, failFast, timeoutFactor, allow, excluded, knownGaps, journal, part);
  }
}
