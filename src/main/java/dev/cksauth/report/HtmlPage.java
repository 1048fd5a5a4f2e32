package dev.cksauth.report;

import dev.cksauth.result.Overall;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.SubjectResult;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the HTML report shows, in words; the template only lays it out.
 *
 * @param verdict on the whole run
 * @param facts about the run, each with its label
 * @param steadiness how steady verdicts are; empty for a run that was not repeated
 * @param subjects those that fail first
 * @param rows all results, in the order of the run
 * @param profiles the names to choose from
 * @param again the command of the run
 */
record HtmlPage(
    Overall verdict,
    List<Fact> facts,
    boolean unfinished,
    List<String> leftOut,
    Optional<Unsteady> steadiness,
    List<HtmlSubject> subjects,
    List<HtmlRow> rows,
    List<String> profiles,
    String again) {

  private static final List<Overall> GRAVEST_FIRST =
      List.of(Overall.NON_CONFORMANT, Overall.PARTIAL, Overall.CONFORMANT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** A label and what it is. */
  record Fact(String label, String value) {}

  /** What is to be said of all rounds, and of each scenario that they judged differently. */
  record Unsteady(Steadiness all, List<Flaky> flaky) {
    static Unsteady of(Steadiness all, Look look) {
      return new Unsteady(
          all,
          all.flaky().stream()
              .map(result -> new Flaky(result, look.told(result), Steadiness.ifFlaky(result)))
              .toList());
    }
  }

  /**
   * A scenario that rounds judged differently.
   *
   * @param told where on the page it is told whole; empty: nowhere
   */
  record Flaky(ScenarioResult result, String told, String held) {}

  static HtmlPage of(RunResult run) {
    Look look = new Look(run, List.of());
    TreeSet<String> profiles = new TreeSet<>();
    run.results().forEach(result -> profiles.addAll(result.profiles()));
    return new HtmlPage(
        run.verdict(),
        facts(run),
        run.unfinished(),
        run.leftOut(),
        Steadiness.of(run).map(steadiness -> Unsteady.of(steadiness, look)),
        run.subjects().stream()
            .sorted(Comparator.comparingInt(subject -> GRAVEST_FIRST.indexOf(subject.verdict())))
            .map(subject -> HtmlSubject.of(subject, run, look))
            .toList(),
        run.results().stream().map(result -> HtmlRow.of(result, look, false)).toList(),
        List.copyOf(profiles),
        look.run());
  }

  private static List<Fact> facts(RunResult run) {
    return List.of(
        new Fact("subjects", names(run)),
        new Fact("suite", run.suiteVersion()),
        new Fact("catalogue", run.catalogue()),
        new Fact("topology", run.topology()),
        new Fact("started", TIME.format(run.startedAt())),
        new Fact("took", Words.elapsed(run)),
        new Fact("scenarios", Words.number(run.results().size())));
  }

  private static String names(RunResult run) {
    return String.join(", ", run.subjects().stream().map(SubjectResult::id).toList());
  }

  /** The title of the page, which a browser's tab shows. */
  String title() {
    return "cks-auth: " + verdict.word();
  }

  /** The sign of a verdict, for those who do not see colours. */
  static String sign(ScenarioResult result) {
    return switch (result.verdict()) {
      case PASSED -> "✓";
      case FAILED -> "✗";
      case WARNING -> "!";
      case NOTE -> "i";
      case ERROR -> "?";
      case KNOWN_GAP, NOT_APPLICABLE, NOT_TESTED, EXCLUDED -> "–";
    };
  }
}
