package dev.cksauth.result;

import java.time.Instant;
import java.util.List;

/**
 * The rounds of a run that was repeated.
 *
 * @param asked how many were asked for
 * @param untilFailure whether the first one that is not as it should be was to be the last
 * @param done those that were begun, in their order
 */
public record Rounds(int asked, boolean untilFailure, List<Round> done) {

  public Rounds {
    done = List.copyOf(done);
  }

  /**
   * One of them, judged as a run of its own.
   *
   * @param number from 1
   * @param unfinished whether it was ended before all its scenarios had run
   */
  public record Round(
      int number, Instant startedAt, Instant finishedAt, Overall verdict, boolean unfinished) {}
}
