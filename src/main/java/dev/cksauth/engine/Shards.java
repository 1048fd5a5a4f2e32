package dev.cksauth.engine;

import dev.cksauth.result.Overall;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Shard;
import dev.cksauth.result.SubjectResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of one run, joined: its verdicts are given as those of a run that was never cut. */
public final class Shards {
  private static final String REMOTE = "remote";

  private final List<RunResult> parts;

  private Shards(List<RunResult> parts) {
    this.parts = parts;
  }

  /**
   * The whole run.
   *
   * @param named the parts, by the names of their files
   * @throws ShardsDoNotFitException when they are not all parts of one run, each once, or when a
   *     scenario is missing or there twice
   */
  public static RunResult join(Map<String, RunResult> named) throws ShardsDoNotFitException {
    List<String> problems = ShardCheck.problems(named);
    if (!problems.isEmpty()) {
      throw new ShardsDoNotFitException(problems);
    }
    List<RunResult> parts =
        named.values().stream()
            .sorted(Comparator.comparingInt(run -> shard(run).number()))
            .toList();
    return new Shards(parts).joined();
  }

  static Shard shard(RunResult run) {
    Shard shard = run.shard();
    if (shard == null) {
      throw new IllegalArgumentException("a whole run is no shard");
    }
    return shard;
  }

  private RunResult joined() {
    RunResult first = parts.getFirst();
    List<ScenarioResult> results = new ArrayList<>();
    List<SubjectResult> subjects = new ArrayList<>();
    for (Shard.Part part : shard(first).subjects()) {
      List<ScenarioResult> own = results(part);
      results.addAll(own);
      subjects.add(subject(part, own));
    }
    return new RunResult(
        first.suiteVersion(),
        first.catalogue(),
        first.topology(),
        parts.stream().map(RunResult::startedAt).min(Instant::compareTo).orElseThrow(),
        parts.stream().map(RunResult::finishedAt).max(Instant::compareTo).orElseThrow(),
        Verdicts.together(subjects.stream().map(SubjectResult::verdict).toList()),
        parts.stream().anyMatch(RunResult::unfinished),
        leftOut(),
        subjects,
        results);
  }

  /** In the order in which a run that was not cut has them. */
  private List<ScenarioResult> results(Shard.Part part) {
    Map<String, ScenarioResult> byId = new HashMap<>();
    parts.stream()
        .flatMap(run -> run.results().stream())
        .filter(result -> result.subject().equals(part.subject()))
        .forEach(result -> byId.put(result.id(), result));
    return part.planned().stream().map(byId::get).toList();
  }

  private List<String> leftOut() {
    Set<String> sentences = new LinkedHashSet<>();
    for (RunResult run : parts) {
      run.leftOut().stream()
          .filter(sentence -> !sentence.startsWith(OthersLeftOut.start(shard(run))))
          .forEach(sentences::add);
    }
    return List.copyOf(sentences);
  }

  private SubjectResult subject(Shard.Part part, List<ScenarioResult> results) {
    List<SubjectResult> all = parts.stream().map(run -> subject(run, part.subject())).toList();
    List<ProfileResult> profiles = new ArrayList<>();
    for (Shard.Wanted wanted : part.profiles()) {
      Verdicts.profile(wanted.name(), results, wanted.asked(), unmet(part.subject(), wanted.name()))
          .ifPresent(profiles::add);
    }
    List<Overall> verdicts = profiles.stream().map(ProfileResult::verdict).toList();
    SubjectRuns said = new SubjectRuns("shards");
    for (int i = 0; i < all.size(); i++) {
      said.add("shard %s: ".formatted(shard(parts.get(i)).position()), all.get(i));
    }
    return said.together(Verdicts.together(verdicts), profiles);
  }

  static SubjectResult subject(RunResult run, String id) {
    return run.subjects().stream()
        .filter(subject -> subject.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no subject " + id));
  }

  /** What no part saw met: what is met once is met. */
  private List<String> unmet(String subject, String profile) {
    List<List<String>> each =
        parts.stream()
            .flatMap(run -> shard(run).subjects().stream())
            .filter(part -> part.subject().equals(subject))
            .flatMap(part -> part.profiles().stream())
            .filter(wanted -> wanted.name().equals(profile))
            .map(Shard.Wanted::unmet)
            .toList();
    List<String> unmet = new ArrayList<>(each.getFirst());
    each.forEach(unmet::retainAll);
    return unmet;
  }

  /** Whether the parts are of one installation each subject, and not of one of their own. */
  static boolean isRemote(RunResult run) {
    return run.topology().equals(REMOTE);
  }
}
