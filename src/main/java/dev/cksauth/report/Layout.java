package dev.cksauth.report;

import java.util.ArrayList;
import java.util.List;

/** Fits text into columns. Widths are counted in code points, before any colour is added. */
final class Layout {
  /** A blank at which no line is broken; {@link #untied} makes it a plain one in the end. */
  static final char TIE = '\u00a0';

  private Layout() {}

  static String untied(String line) {
    return line.replace(TIE, ' ');
  }

  /**
   * Breaks text at its spaces. A word longer than a line stays whole: a broken address cannot be
   * copied.
   */
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split(" +", -1)) {
      if (!line.isEmpty() && columns(line) + 1 + columns(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  static int columns(CharSequence text) {
    return Character.codePointCount(text, 0, text.length());
  }

  static String padRight(String text, int width) {
    return text + " ".repeat(Math.max(0, width - columns(text)));
  }

  static String padLeft(String text, int width) {
    return " ".repeat(Math.max(0, width - columns(text))) + text;
  }

  static String cut(String text, int width) {
    return columns(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width));
  }
}
