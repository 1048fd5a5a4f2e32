package dev.cksauth.engine;

import dev.cksauth.result.Identity;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    SubjectResult first = all.getFirst();
    List<String> notes = new ArrayList<>(notes(all));
    return new SubjectResult(
        first.id(),
        first.kind(),
        first.name(),
        first.version(),
        first.vendor(),
        capabilities(all, notes),
        Verdicts.together(verdicts),
        profiles,
        notes,
        identity(all));
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

  /** What all parts say is said once; else it is said which part says so. */
  private List<String> notes(List<SubjectResult> all) {
    Set<String> notes = new LinkedHashSet<>();
    for (int i = 0; i < all.size(); i++) {
      for (String note : all.get(i).notes()) {
        boolean common = all.stream().allMatch(subject -> subject.notes().contains(note));
        notes.add(common ? note : "shard %s: %s".formatted(shard(parts.get(i)).position(), note));
      }
    }
    return List.copyOf(notes);
  }

  private static Map<String, String> capabilities(List<SubjectResult> all, List<String> notes) {
    Map<String, Set<String>> words = new TreeMap<>();
    for (SubjectResult subject : all) {
      subject
          .capabilities()
          .forEach(
              (name, word) -> words.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(word));
    }
    Map<String, String> capabilities = new LinkedHashMap<>();
    words.forEach((name, found) -> {
      capabilities.put(name, String.join("; ", found));
      if (found.size() > 1) {
        notes.add("the shards differ in capability " + name + ": " + String.join("; ", found));
      }
    });
    return capabilities;
  }

  /** A reference system is another one for each part; a subject that is not ours is not. */
  private Identity identity(List<SubjectResult> all) {
    Map<String, Set<String>> keys = new TreeMap<>();
    Set<String> uids = new TreeSet<>();
    for (SubjectResult subject : all) {
      subject
          .identity()
          .tlsKeys()
          .forEach((endpoint, seen) ->
              keys.computeIfAbsent(endpoint, any -> new TreeSet<>()).addAll(seen));
      Stream.ofNullable(subject.identity().clusterUid()).forEach(uids::add);
    }
    Map<String, List<String>> sorted = new LinkedHashMap<>();
    keys.forEach((endpoint, seen) -> sorted.put(endpoint, List.copyOf(seen)));
    @Nullable String uid = uids.size() == 1 ? uids.iterator().next() : null;
    return new Identity(sorted, uid);
  }

  /** Whether the parts are of one installation each subject, and not of one of their own. */
  static boolean isRemote(RunResult run) {
    return run.topology().equals(REMOTE);
  }
}
