package dev.cksauth.report;

import dev.cksauth.report.ConsoleStyle.Ink;
import org.jspecify.annotations.Nullable;

/** Lines of a console report as they come to be. Takes raw text, and makes it safe to show. */
final class Page {
  private final ConsoleStyle style;
  private final StringBuilder text = new StringBuilder();

  Page(ConsoleStyle style) {
    this.style = style;
  }

  void blank() {
    line("");
  }

  /** Adds a line that is laid out and safe already. */
  void line(String line) {
    text.append(Layout.untied(line).stripTrailing()).append('\n');
  }

  void hanging(String start, String raw) {
    hanging(start, Layout.columns(start), raw);
  }

  void hanging(String start, String raw, Ink ink) {
    wrapped(start, Layout.columns(start), raw, ink);
  }

  /**
   * Adds wrapped text whose further lines hang below its first.
   *
   * @param start what stands before the text; may be painted
   * @param indent how many columns it takes
   */
  void hanging(String start, int indent, String raw) {
    wrapped(start, indent, raw, null);
  }

  private void wrapped(String start, int indent, String raw, @Nullable Ink ink) {
    String before = start;
    for (String part : Layout.wrap(style.text(raw), style.width() - indent)) {
      line(before + (ink == null ? part : style.paint(ink, part)));
      before = " ".repeat(indent);
    }
  }

  /** Adds a painted headline and text after it, with something at the right edge. */
  void sides(String headline, Ink ink, String raw, String right) {
    int indent = Layout.columns(headline);
    int room = style.width() - indent - 2 - (right.isEmpty() ? 0 : right.length() + 2);
    String before = style.paint(ink, headline);
    String after = right;
    for (String part : Layout.wrap(style.text(raw), room)) {
      int gap = style.width() - indent - 2 - Layout.columns(part) - after.length();
      line(before + "  " + part + (after.isEmpty() ? "" : " ".repeat(Math.max(2, gap)) + after));
      before = " ".repeat(indent);
      after = "";
    }
  }

  /** Adds a title with something at the right edge, below it where both do not fit. */
  void sides(String start, int indent, Ink ink, String raw, String right) {
    String title = style.text(raw);
    String edge = style.text(right);
    int gap = style.width() - indent - Layout.columns(title) - Layout.columns(edge);
    if (gap >= 2 || edge.isEmpty()) {
      line(start + style.paint(ink, title) + " ".repeat(Math.max(0, gap)) + edge);
    } else {
      line(start + style.paint(ink, title));
      line(" ".repeat(Math.max(0, style.width() - Layout.columns(edge))) + edge);
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
