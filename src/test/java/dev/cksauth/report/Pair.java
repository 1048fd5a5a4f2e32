package dev.cksauth.report;

import dev.cksauth.result.Level;
import dev.cksauth.result.Overall;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.SubjectResult;
import dev.cksauth.result.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two runs of a webhook, to be compared; alike until something is put into one of them. */
final class Pair {
  static final String SUBJECT = "acme";
  private static final Instant START = Instant.parse("2026-11-20T09:30:00Z");

  final Half older = new Half();
  final Half newer = new Half();

  /** One of the two runs. */
  static final class Half {
    String suite = "0.3.0";
    String catalogue = "sha256:4f1c9a2e77d0";
    String topology = "remote";
    String subject = SUBJECT;
    String version = "2.3.1";
    Overall verdict = Overall.CONFORMANT;
    boolean unfinished;
    boolean profile = true;
    final List<String> leftOut = new ArrayList<>();
    private final List<ScenarioResult> results = new ArrayList<>();

    Half with(String id, Verdict verdict) {
      return with(id, verdict, 7);
    }

    Half with(String id, Verdict verdict, long millis) {
      return with(id, verdict, millis, 0);
    }

    Half with(String id, Verdict verdict, long millis, int reruns) {
      results.add(result(subject, id, verdict, millis, reruns));
      return this;
    }

    RunResult run() {
      return new RunResult(
          suite,
          catalogue,
          topology,
          START,
          START.plusSeconds(3),
          verdict,
          unfinished,
          leftOut,
          List.of(subject()),
          results);
    }

    private SubjectResult subject() {
      Map<Verdict, Integer> counts = new java.util.EnumMap<>(Verdict.class);
      for (Verdict each : Verdict.values()) {
        counts.put(each, 0);
      }
      results.forEach(result -> counts.merge(result.verdict(), 1, Integer::sum));
      ProfileResult one = new ProfileResult("webhook", verdict, "met", counts, results.size());
      return new SubjectResult(
          subject,
          "Webhook",
          "Acme",
          version,
          null,
          Map.of(),
          verdict,
          profile ? List.of(one) : List.of(),
          List.of());
    }
  }

  private static ScenarioResult result(
      String subject, String id, Verdict verdict, long millis, int reruns) {
    Level level =
        switch (verdict) {
          case WARNING -> Level.SHOULD;
          case NOTE -> Level.MAY;
          default -> Level.MUST;
        };
    return new ScenarioResult(
        subject,
        id,
        "The webhook does as " + id + " says",
        level,
        "TR-SAMPLE-01",
        "The webhook behaves as the API server's decoder expects of it.",
        List.of("webhook"),
        verdict,
        null,
        "because it was " + verdict.word(),
        "Users cannot log in.",
        "Do as the reference webhook does.",
        millis,
        reruns,
        List.of());
  }

  /** The same scenario in both, with a verdict in each; absent where it is not in one of them. */
  Pair both(String id, @Nullable Verdict before, @Nullable Verdict after) {
    if (before != null) {
      older.with(id, before);
    }
    if (after != null) {
      newer.with(id, after);
    }
    return this;
  }

  Comparison compared() {
    return new Comparison(
        new Comparison.Side("old/report.json", older.run()),
        new Comparison.Side("new/report.json", newer.run()));
  }

  /** Everything that a comparison can tell. */
  static Pair ofAllKinds() {
    Pair pair = new Pair();
    pair.older.suite = "0.2.0";
    pair.older.catalogue = "sha256:1111aaaa2222";
    pair.newer.verdict = Overall.NON_CONFORMANT;
    pair.newer.version = "2.4.0";
    pair.newer.leftOut.add("1 slow scenario, which waits longer than 20 s: add `--slow`.");
    pair.both("webhook/rejection/denies-with-200#unknown", Verdict.PASSED, Verdict.FAILED)
        .both("webhook/answer/states-json", Verdict.PASSED, Verdict.WARNING)
        .both("webhook/answer/closes-idle", Verdict.NOT_TESTED, Verdict.NOTE)
        .both("webhook/answer/mended", Verdict.FAILED, Verdict.PASSED)
        .both("webhook/answer/gone", Verdict.PASSED, null)
        .both("webhook/answer/fresh", null, Verdict.PASSED)
        .both("webhook/answer/tried-at-last", Verdict.NOT_TESTED, Verdict.PASSED)
        .both("webhook/answer/given-up", Verdict.NOT_TESTED, Verdict.EXCLUDED);
    for (int i = 0; i < 6; i++) {
      pair.both("webhook/timing/expires#case-" + i, Verdict.PASSED, Verdict.NOT_TESTED);
    }
    pair.older.with("webhook/timing/answers", Verdict.PASSED, 200);
    pair.newer.with("webhook/timing/answers", Verdict.PASSED, 4200);
    return pair;
  }
}
