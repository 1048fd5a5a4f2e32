package dev.cksauth.report;

import java.util.ArrayList;
import java.util.List;

/** Lines of name, bar, count and remarks, in columns. */
final class BarLines {
  private static final int NAME_COLUMNS = 12;
  private static final int BAR_COLUMNS = 10;
  private static final int LEAST_ROOM = 24;
  private static final int INDENT_BELOW = 4;

  private final ConsoleStyle style;

  BarLines(ConsoleStyle style) {
    this.style = style;
  }

  /**
   * One bar.
   *
   * @param remarks what is not simply passed; may be empty
   */
  record Bar(String name, int done, int total, String remarks, ConsoleStyle.Ink ink) {
    String count() {
      return Words.number(done) + "/" + Words.number(total);
    }
  }

  List<String> lines(List<Bar> bars) {
    List<String> lines = new ArrayList<>();
    Columns columns = columns(bars);
    for (Bar bar : bars) {
      lines.addAll(lines(bar, columns));
    }
    return lines;
  }

  /** The same with each bar on one line only, its remarks cut off where the line ends. */
  List<String> cutLines(List<Bar> bars) {
    List<String> lines = new ArrayList<>();
    Columns columns = columns(bars);
    for (Bar bar : bars) {
      int room = Math.max(0, style.width() - columns.indent());
      String remarks = style.paint(bar.ink(), Layout.cut(bar.remarks(), room));
      lines.add(Layout.untied(start(bar, columns) + remarks).stripTrailing());
    }
    return lines;
  }

  private record Columns(int names, int counts) {
    int indent() {
      return 2 + names + 1 + BAR_COLUMNS + 2 + counts + 3;
    }
  }

  private Columns columns(List<Bar> bars) {
    int names = NAME_COLUMNS;
    int counts = 0;
    for (Bar bar : bars) {
      names = Math.max(names, Layout.columns(style.text(bar.name())));
      counts = Math.max(counts, bar.count().length());
    }
    // What a bar, its count and one remark need comes first; a longer name is cut.
    return new Columns(Math.min(names, Math.max(NAME_COLUMNS, style.width() - 36)), counts);
  }

  private String start(Bar bar, Columns columns) {
    return "  "
        + Layout.padRight(Layout.cut(style.text(bar.name()), columns.names()), columns.names())
        + " "
        + style.paint(bar.ink(), style.bar(bar.done(), bar.total()))
        + "  "
        + Layout.padLeft(bar.count(), columns.counts())
        + "   ";
  }

  private List<String> lines(Bar bar, Columns columns) {
    String start = start(bar, columns);
    int room = style.width() - columns.indent();
    if (Layout.columns(bar.remarks()) <= room) {
      return List.of(start + style.paint(bar.ink(), bar.remarks()));
    }
    List<String> lines = new ArrayList<>();
    int indent = columns.indent();
    if (room < LEAST_ROOM) {
      // Too narrow to stand beside the bar: below it.
      lines.add(start);
      indent = INDENT_BELOW;
      start = " ".repeat(indent);
    }
    for (String part : Layout.wrap(bar.remarks(), style.width() - indent)) {
      lines.add(start + style.paint(bar.ink(), part));
      start = " ".repeat(indent);
    }
    return lines;
  }
}
