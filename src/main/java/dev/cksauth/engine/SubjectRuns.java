package dev.cksauth.engine;

import dev.cksauth.result.Identity;
import dev.cksauth.result.Overall;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.SubjectResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What several runs say of one subject beside verdicts, so that it is said once. */
final class SubjectRuns {
  private final String runs;
  private final List<String> starts = new ArrayList<>();
  private final Map<String, List<Integer>> notes = new LinkedHashMap<>();
  private final Map<String, Set<String>> capabilities = new TreeMap<>();
  private final Map<String, Set<String>> keys = new TreeMap<>();
  private final Set<String> uids = new TreeSet<>();
  private @Nullable SubjectResult first;

  /**
   * Nothing yet.
   *
   * @param runs what they are called
   */
  SubjectRuns(String runs) {
    this.runs = runs;
  }

  /**
   * Adds what one run says.
   *
   * @param start of a note that not all of them have
   */
  void add(String start, SubjectResult said) {
    if (first == null) {
      first = said;
    }
    int position = starts.size();
    starts.add(start);
    said.notes()
        .forEach(note -> notes.computeIfAbsent(note, any -> new ArrayList<>()).add(position));
    said.capabilities()
        .forEach((name, word) ->
            capabilities.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(word));
    said.identity()
        .tlsKeys()
        .forEach((endpoint, seen) ->
            keys.computeIfAbsent(endpoint, any -> new TreeSet<>()).addAll(seen));
    Stream.ofNullable(said.identity().clusterUid()).forEach(uids::add);
  }

  /** All of it. */
  SubjectResult together(Overall verdict, List<ProfileResult> profiles) {
    SubjectResult one = first;
    if (one == null) {
      throw new IllegalStateException("no run has said anything");
    }
    return new SubjectResult(
        one.id(),
        one.kind(),
        one.name(),
        one.version(),
        one.vendor(),
        words(),
        verdict,
        profiles,
        notes(),
        identity());
  }

  /** What all runs say is said once; else it is said which run says so. */
  private List<String> notes() {
    List<String> all = new ArrayList<>();
    notes.forEach((note, positions) -> {
      if (positions.size() == starts.size()) {
        all.add(note);
      } else {
        all.addAll(positions.stream().map(position -> starts.get(position) + note).toList());
      }
    });
    capabilities.forEach((name, found) -> {
      if (found.size() > 1) {
        all.add(
            "the %s differ in capability %s: %s".formatted(runs, name, String.join("; ", found)));
      }
    });
    return all;
  }

  private Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    capabilities.forEach((name, found) -> words.put(name, String.join("; ", found)));
    return words;
  }

  /**
   * A reference system is another one for each part of a run; a subject that is not ours is not.
   */
  private Identity identity() {
    Map<String, List<String>> sorted = new LinkedHashMap<>();
    keys.forEach((endpoint, seen) -> sorted.put(endpoint, List.copyOf(seen)));
    @Nullable String uid = uids.size() == 1 ? uids.iterator().next() : null;
    return new Identity(sorted, uid);
  }
}
