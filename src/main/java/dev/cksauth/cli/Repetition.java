package dev.cksauth.cli;

/**
 * How often a run is run.
 *
 * @param rounds how many times at most
 * @param untilFailure whether the first round whose exit code would not be 0 is the last
 * @param strict whether known gaps and exclusions make it so
 */
record Repetition(int rounds, boolean untilFailure, boolean strict) {

  /** Whether rounds are told of: one that is alone is just a run. */
  boolean repeated() {
    return rounds > 1;
  }
}
