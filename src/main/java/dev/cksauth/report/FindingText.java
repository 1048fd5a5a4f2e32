package dev.cksauth.report;

import dev.cksauth.report.ConsoleStyle.Ink;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A finding as a block of text: one line to recognise it by, then labelled lines. */
final class FindingText {
  private static final String INDENT = "    ";
  private static final int LABEL_COLUMNS = 11;

  private final ConsoleStyle style;
  private final Look look;
  private final boolean trace;

  FindingText(ConsoleStyle style, Look look, boolean trace) {
    this.style = style;
    this.look = look;
    this.trace = trace;
  }

  void print(Page page, Finding finding, int number) {
    ScenarioResult first = finding.first();
    String start = number + " ";
    String mark = style.paint(ink(finding.verdict()), mark(finding.verdict()));
    if (finding.repeats()) {
      String title = finding.results().size() + " scenarios ended in the same error";
      page.sides(start + mark + " ", start.length() + 2, Ink.STRONG, title, "");
    } else {
      String level = first.level() + "  " + first.requirement();
      page.sides(start + mark + " ", start.length() + 2, Ink.STRONG, first.id(), level);
    }
    for (Explanation.Line line : lines(finding)) {
      page.hanging(label(line.label()), INDENT.length() + LABEL_COLUMNS, line.text());
    }
    if (trace) {
      new TraceText(style, INDENT).print(page, first);
    }
  }

  private List<Explanation.Line> lines(Finding finding) {
    @Nullable String place = look.at(finding.first());
    if (!finding.repeats()) {
      return Explanation.of(finding.first(), place);
    }
    List<Explanation.Line> lines = new ArrayList<>();
    lines.add(new Explanation.Line("reason", finding.cause()));
    List<String> ids = finding.results().stream().map(ScenarioResult::id).toList();
    lines.add(new Explanation.Line("scenarios", Finding.some(ids)));
    if (place != null) {
      lines.add(new Explanation.Line("look", place));
    }
    return lines;
  }

  private String label(String label) {
    return INDENT + style.paint(Ink.FAINT, label) + " ".repeat(LABEL_COLUMNS - label.length());
  }

  private String mark(Verdict verdict) {
    return switch (verdict) {
      case FAILED -> style.text("✗");
      case WARNING -> "!";
      case ERROR -> "?";
      default -> "i";
    };
  }

  private static Ink ink(Verdict verdict) {
    return switch (verdict) {
      case FAILED -> Ink.BAD;
      case WARNING -> Ink.DOUBTFUL;
      case ERROR -> Ink.BROKEN;
      default -> Ink.REMARK;
    };
  }
}
