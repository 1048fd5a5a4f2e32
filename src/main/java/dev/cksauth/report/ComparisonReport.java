package dev.cksauth.report;

import dev.cksauth.report.ConsoleStyle.Ink;
import dev.cksauth.result.RunResult;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** A comparison as a person reads it: what is compared, whether it is worse, and in what. */
public final class ComparisonReport {
  private final ConsoleStyle style;

  /** A report in a style. */
  public ComparisonReport(ConsoleStyle style) {
    this.style = style;
  }

  /** The text, its lines ended by a line feed. */
  public String render(Comparison comparison) {
    Page page = new Page(style);
    page.hanging("old  ", side(comparison.older()));
    page.hanging("new  ", side(comparison.newer()));
    comparison.caveats().forEach(caveat -> page.hanging("  note: ", caveat, Ink.DOUBTFUL));
    page.blank();
    List<Difference> differences = comparison.differences();
    verdict(page, comparison, differences);
    comparison
        .standings()
        .forEach(standing ->
            page.hanging(
                "  ",
                standing.whose() + ": " + standing.verdicts(),
                standing.worse() ? Ink.BAD : Ink.GOOD));
    for (Change change : Change.values()) {
      changes(page, change, Alike.of(differences, change));
    }
    slower(page, comparison);
    return page.toString();
  }

  private static String side(Comparison.Side side) {
    RunResult run = side.run();
    return String.join(
        " · ",
        side.file(),
        "cks-auth " + run.suiteVersion(),
        "catalogue " + Words.shortDigest(run.catalogue()),
        run.startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
        Words.count(run.results().size(), "scenario"),
        run.verdict().word());
  }

  private static void verdict(Page page, Comparison comparison, List<Difference> differences) {
    boolean regression = comparison.regression();
    page.sides(
        regression ? "REGRESSION" : comparison.unfinished() ? "UNDECIDED" : "NO REGRESSION",
        regression
            ? Ink.BAD_HEADLINE
            : comparison.unfinished() ? Ink.DOUBTFUL_HEADLINE : Ink.GOOD_HEADLINE,
        counts(differences),
        "");
  }

  /** How many scenarios went in which way otherwise. */
  static String counts(List<Difference> differences) {
    List<String> parts =
        List.of(Change.values()).stream()
            .filter(change -> count(differences, change) > 0)
            .map(change -> change.counted(count(differences, change)))
            .toList();
    return parts.isEmpty()
        ? "every scenario has the verdict that it had"
        : String.join(", ", parts);
  }

  private static int count(List<Difference> differences, Change change) {
    return (int) differences.stream().filter(one -> one.change() == change).count();
  }

  private void changes(Page page, Change change, List<Alike> alike) {
    if (alike.isEmpty()) {
      return;
    }
    page.blank();
    page.line(style.paint(Ink.STRONG, change.title()));
    for (Alike same : alike) {
      Difference first = same.first();
      page.sides(
          "  ",
          2,
          first.regression() ? Ink.BAD : Ink.STRONG,
          "%s · %s".formatted(first.subject(), first.verdicts()),
          change == Change.NEW_FAILURE
              ? first.level() + " " + first.requirement()
              : Words.count(same.ids().size(), "scenario"));
      page.hanging("    ", Finding.some(same.ids()));
      if (!same.reason().isEmpty()) {
        page.hanging("    because  ", same.reason());
      }
      if (change == Change.NEW_FAILURE) {
        page.hanging("    fix      ", first.fix());
      }
    }
  }

  private void slower(Page page, Comparison comparison) {
    List<Slower> slower = comparison.slower();
    if (slower.isEmpty()) {
      return;
    }
    page.blank();
    page.line(style.paint(Ink.STRONG, "much slower"));
    page.hanging("  ", slowness(comparison), Ink.FAINT);
    slower.forEach(
        one -> page.hanging("  ", "%s · %s  %s".formatted(one.subject(), one.id(), one.times())));
  }

  /** What the times are to be seen against. */
  static String slowness(Comparison comparison) {
    return String.format(
        Locale.ROOT,
        "at least twice as long, and a second more, than before, where a scenario of this run took"
            + " %.1f times as long; no regression in itself",
        comparison.factor());
  }
}
