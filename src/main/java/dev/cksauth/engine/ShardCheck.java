package dev.cksauth.engine;

import dev.cksauth.result.RunResult;
import dev.cksauth.result.Shard;
import dev.cksauth.result.SubjectResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Whether reports are all parts of one run, each once, with every scenario once. */
final class ShardCheck {
  /** More names would bury the rest. */
  private static final int NAMED = 5;

  private final Map<String, RunResult> named;
  private final List<String> problems = new ArrayList<>();

  private ShardCheck(Map<String, RunResult> named) {
    this.named = named;
  }

  /** All that is wrong; the later checks mean nothing where an earlier one objects. */
  static List<String> problems(Map<String, RunResult> named) {
    ShardCheck check = new ShardCheck(named);
    check.areShards();
    if (check.problems.isEmpty()) {
      check.areOfOneRun();
    }
    if (check.problems.isEmpty()) {
      check.areThereOnce();
      check.haveEachScenarioOnce();
    }
    return check.problems;
  }

  private void areShards() {
    named.forEach((file, run) -> {
      if (run.shard() == null) {
        problems.add(file + " is of a whole run, and no shard");
      }
    });
  }

  private void areOfOneRun() {
    same("suite versions", RunResult::suiteVersion);
    same("catalogues", RunResult::catalogue);
    same("topologies", RunResult::topology);
    same("numbers of shards", run -> String.valueOf(Shards.shard(run).of()));
    same("reports whose durations were used", run -> Shards.shard(run).balancedBy());
    same("subjects", run -> subjects(run));
    if (problems.isEmpty()) {
      same("scenarios and profiles that were asked for", run -> plan(run));
      if (Shards.isRemote(named.values().iterator().next())) {
        sameClusters();
      }
    }
  }

  private static String subjects(RunResult run) {
    return String.join(", ", run.subjects().stream().map(subject -> words(subject)).toList());
  }

  private static String words(SubjectResult subject) {
    return "%s (%s %s %s)"
        .formatted(
            subject.id(),
            subject.kind(),
            subject.name(),
            Objects.requireNonNullElse(subject.version(), "without a version"));
  }

  private static String plan(RunResult run) {
    StringBuilder plan = new StringBuilder();
    for (Shard.Part part : Shards.shard(run).subjects()) {
      plan.append("%s: %d scenarios".formatted(part.subject(), part.planned().size()));
      // Two selections of one size differ all the same.
      plan.append(" (%08x)".formatted(part.planned().hashCode()));
      part.profiles()
          .forEach(
              wanted -> plan.append(", " + wanted.name() + (wanted.asked() ? " asked for" : "")));
      plan.append("; ");
    }
    return plan.toString();
  }

  private void same(String what, Function<RunResult, String> of) {
    Map<String, String> firstWith = new TreeMap<>();
    named.forEach((file, run) -> firstWith.putIfAbsent(of.apply(run), file));
    if (firstWith.size() > 1) {
      List<String> parts = new ArrayList<>();
      firstWith.forEach((value, file) -> parts.add(file + " has " + value));
      problems.add("the %s differ: %s".formatted(what, String.join("; ", parts)));
    }
  }

  private void sameClusters() {
    RunResult first = named.values().iterator().next();
    for (SubjectResult subject : first.subjects()) {
      Set<String> uids = new HashSet<>();
      for (RunResult run : named.values()) {
        String uid = Shards.subject(run, subject.id()).identity().clusterUid();
        if (uid != null) {
          uids.add(uid);
        }
      }
      if (uids.size() > 1) {
        problems.add(
            "the shards are of different clusters: the UIDs of " + subject.id() + " differ");
      }
    }
  }

  private void areThereOnce() {
    Map<Integer, List<String>> files = new TreeMap<>();
    named.forEach((file, run) ->
        files.computeIfAbsent(Shards.shard(run).number(), any -> new ArrayList<>()).add(file));
    int of = Shards.shard(named.values().iterator().next()).of();
    IntStream.rangeClosed(1, of)
        .filter(number -> !files.containsKey(number))
        .forEach(number -> problems.add("shard %d/%d is missing".formatted(number, of)));
    files.forEach((number, names) -> {
      if (names.size() > 1) {
        problems.add(
            "shard %d/%d is there twice: %s".formatted(number, of, String.join(", ", names)));
      }
    });
  }

  private void haveEachScenarioOnce() {
    for (Shard.Part part : Shards.shard(named.values().iterator().next()).subjects()) {
      Map<String, Integer> times = new HashMap<>();
      named.values().stream()
          .flatMap(run -> run.results().stream())
          .filter(result -> result.subject().equals(part.subject()))
          .forEach(result -> times.merge(result.id(), 1, Integer::sum));
      tell(
          part.subject() + ": in no shard",
          part.planned().stream().filter(id -> !times.containsKey(id)).toList());
      tell(
          part.subject() + ": in two shards",
          part.planned().stream().filter(id -> times.getOrDefault(id, 0) > 1).toList());
      Set<String> planned = new HashSet<>(part.planned());
      tell(
          part.subject() + ": not asked for",
          times.keySet().stream().filter(id -> !planned.contains(id)).sorted().toList());
    }
  }

  private void tell(String what, List<String> ids) {
    if (!ids.isEmpty()) {
      int shown = Math.min(NAMED, ids.size());
      String more = ids.size() > shown ? " and " + (ids.size() - shown) + " more" : "";
      problems.add(what + ": " + String.join(", ", ids.subList(0, shown)) + more);
    }
  }
}
