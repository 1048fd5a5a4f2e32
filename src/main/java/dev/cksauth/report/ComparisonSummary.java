package dev.cksauth.report;

import java.util.List;

/** A comparison for the reviewer of a pull request, in GitHub's Markdown. */
public final class ComparisonSummary {
  /** More would bury the first. */
  private static final int TOLD = 20;

  /** The text, its lines ended by a line feed. */
  public String render(Comparison comparison) {
    StringBuilder text = new StringBuilder();
    List<Difference> differences = comparison.differences();
    text.append(
        "## cks-auth: %s\n\n"
            .formatted(
                comparison.regression()
                    ? "regression"
                    : comparison.unfinished() ? "undecided" : "no regression"));
    text.append("| | suite | catalogue | scenarios | verdict |\n| --- | --- | --- | --- | --- |\n");
    side("old", comparison.older(), text);
    side("new", comparison.newer(), text);
    comparison
        .caveats()
        .forEach(caveat -> text.append("\n> %s\n".formatted(MarkdownText.escaped(caveat))));
    text.append("\n%s\n".formatted(MarkdownText.escaped(ComparisonReport.counts(differences))));
    comparison
        .standings()
        .forEach(standing ->
            text.append(
                "\n- %s%s: %s\n"
                    .formatted(
                        standing.worse() ? "**worse** " : "",
                        MarkdownText.escaped(standing.whose()),
                        standing.verdicts())));
    for (Change change : Change.values()) {
      changes(change, Alike.of(differences, change), text);
    }
    slower(comparison, text);
    return text.toString();
  }

  private static void side(String which, Comparison.Side side, StringBuilder text) {
    text.append(
        "| %s | %s | `%s` | %s | **%s** |\n"
            .formatted(
                which,
                MarkdownText.escaped(side.run().suiteVersion()),
                Words.shortDigest(side.run().catalogue()),
                Words.number(side.run().results().size()),
                side.run().verdict().word()));
  }

  private static void changes(Change change, List<Alike> alike, StringBuilder text) {
    if (alike.isEmpty()) {
      return;
    }
    text.append("\n### %s\n".formatted(change.title()));
    for (Alike same : alike.subList(0, Math.min(TOLD, alike.size()))) {
      Difference first = same.first();
      text.append(
          "\n- **%s** %s: %s (%s)%s\n"
              .formatted(
                  first.verdicts(),
                  MarkdownText.escaped(first.subject()),
                  MarkdownText.escaped(Finding.some(same.ids())),
                  change == Change.NEW_FAILURE
                      ? first.level() + ", " + first.requirement()
                      : Words.count(same.ids().size(), "scenario"),
                  same.reason().isEmpty() ? "" : "\n  " + MarkdownText.escaped(same.reason())));
      if (change == Change.NEW_FAILURE) {
        text.append("  *Fix:* %s\n".formatted(MarkdownText.escaped(first.fix())));
      }
    }
    if (alike.size() > TOLD) {
      text.append("\nand %s more\n".formatted(Words.number(alike.size() - TOLD)));
    }
  }

  private static void slower(Comparison comparison, StringBuilder text) {
    List<Slower> slower = comparison.slower();
    if (slower.isEmpty()) {
      return;
    }
    text.append("\n### much slower\n\n%s\n".formatted(ComparisonReport.slowness(comparison)));
    slower.stream()
        .limit(TOLD)
        .forEach(one ->
            text.append(
                "\n- %s %s: %s\n"
                    .formatted(
                        MarkdownText.escaped(one.subject()),
                        MarkdownText.escaped(one.id()),
                        one.times())));
    if (slower.size() > TOLD) {
      text.append("\nand %s more\n".formatted(Words.number(slower.size() - TOLD)));
    }
  }
}
