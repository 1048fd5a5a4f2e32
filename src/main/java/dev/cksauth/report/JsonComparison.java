package dev.cksauth.report;

import dev.cksauth.result.Overall;
import dev.cksauth.result.RunResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A comparison for programs; its form is {@code scenarios/schema/comparison.schema.json}. */
public final class JsonComparison {
  /** The version of the form. */
  public static final String API_VERSION = "cks-auth.dev/comparison/v1";

  private final JsonMapper mapper =
      ReportMapper.create().rebuild().addMixIn(Change.class, ReportMapper.Worded.class).build();

  /** The text; equal comparisons give equal texts. */
  public String render(Comparison comparison) {
    return mapper.writeValueAsString(Document.of(comparison)) + "\n";
  }

  private record Document(
      String apiVersion,
      boolean regression,
      boolean unfinished,
      Side older,
      Side newer,
      List<String> caveats,
      List<Verdict> verdicts,
      List<Difference> scenarios,
      double factor,
      List<Slower> slower) {
    static Document of(Comparison comparison) {
      return new Document(
          API_VERSION,
          comparison.regression(),
          comparison.unfinished(),
          Side.of(comparison.older()),
          Side.of(comparison.newer()),
          comparison.caveats(),
          comparison.standings().stream().map(Verdict::of).toList(),
          comparison.differences(),
          Math.round(comparison.factor() * 100) / 100.0,
          comparison.slower());
    }
  }

  private record Side(
      String file, String suite, String catalogue, Instant startedAt, Overall verdict) {
    static Side of(Comparison.Side side) {
      RunResult run = side.run();
      return new Side(
          side.file(), run.suiteVersion(), run.catalogue(), run.startedAt(), run.verdict());
    }
  }

  private record Verdict(
      String subject,
      @Nullable String profile,
      @Nullable Overall before,
      @Nullable Overall after,
      boolean worse) {
    static Verdict of(Standing standing) {
      return new Verdict(
          standing.subject(),
          standing.profile(),
          standing.before(),
          standing.after(),
          standing.worse());
    }
  }
}
