package dev.cksauth.result;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole run: the root of the result tree.
 *
 * @param suiteVersion version of the harness
 * @param catalogue digest of the catalogue, {@code sha256:…}
 * @param topology {@code process} or {@code containers} for the reference system, {@code remote}
 *     for subjects that the user named
 * @param leftOut what was not run and how to have it run, one sentence each
 * @param unfinished whether the run was ended before all its scenarios had run
 * @param shard which part of a run this is; absent where it is a whole one
 * @param rounds how often it ran; absent where it was not repeated
 */
public record RunResult(
    String suiteVersion,
    String catalogue,
    String topology,
    Instant startedAt,
    Instant finishedAt,
    Overall verdict,
    boolean unfinished,
    List<String> leftOut,
    List<SubjectResult> subjects,
    List<ScenarioResult> results,
    @Nullable Shard shard,
    @Nullable Rounds rounds) {

  public RunResult {
    leftOut = List.copyOf(leftOut);
    subjects = List.copyOf(subjects);
    results = List.copyOf(results);
  }

  /** A whole run that was not repeated. */
  public RunResult(
      String suiteVersion,
      String catalogue,
      String topology,
      Instant startedAt,
      Instant finishedAt,
      Overall verdict,
      boolean unfinished,
      List<String> leftOut,
      List<SubjectResult> subjects,
      List<ScenarioResult> results) {
    this(
        suiteVersion,
        catalogue,
        topology,
        startedAt,
        finishedAt,
        verdict,
        unfinished,
        leftOut,
        subjects,
        results,
        null,
        null);
  }
}
