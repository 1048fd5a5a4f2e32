package dev.cksauth.report;

/**
 * What the terminal can show.
 *
 * @param colour whether colour codes may be written
 * @param unicode whether more than ASCII may be written
 * @param width columns per line; less than 40 is taken as 40
 */
public record ConsoleStyle(boolean colour, boolean unicode, int width) {
  private static final int LEAST_WIDTH = 40;
  private static final int BAR_CELLS = 10;

  public ConsoleStyle {
    width = Math.max(LEAST_WIDTH, width);
  }

  /** What a stretch of text is, for the reader's eye. */
  enum Ink {
    GOOD("32"),
    GOOD_HEADLINE("1;32"),
    BAD("31"),
    BAD_HEADLINE("1;31"),
    DOUBTFUL("33"),
    DOUBTFUL_HEADLINE("1;33"),
    BROKEN("35"),
    REMARK("36"),
    STRONG("1"),
    FAINT("2");

    private final String code;

    Ink(String code) {
      this.code = code;
    }
  }

  String paint(Ink ink, String text) {
    return colour && !text.isEmpty() ? "\033[" + ink.code + "m" + text + "\033[0m" : text;
  }

  /**
   * One line of text as the terminal can show it, with nothing in it that a terminal would obey:
   * answers of the subject under test are quoted in reports, and may be hostile.
   */
  String text(String raw) {
    StringBuilder shown = new StringBuilder(raw.length());
    raw.codePoints().forEach(point -> shown.append(shown(point)));
    return shown.toString();
  }

  private String shown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          Character.isWhitespace(point) && point != '\f' ? " " : escaped(point);
      case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
          escaped(point);
      default ->
          unicode || point < 0x7f || point == Layout.TIE ? Character.toString(point) : ascii(point);
    };
  }

  private static String escaped(int point) {
    return String.format("\\u{%x}", point);
  }

  private static String ascii(int point) {
    return switch (point) {
      case '…' -> "...";
      case '·', '–', '—' -> "-";
      case '‘', '’' -> "'";
      case '“', '”', '«', '»' -> "\"";
      case '✗' -> "x";
      case '█' -> "#";
      case '░' -> ".";
      case '≥' -> ">=";
      case '≤' -> "<=";
      case '→' -> "->";
      default -> "?";
    };
  }

  String bar(int done, int total) {
    // Rounded down, so that only a full count fills the bar.
    int filled = total == 0 ? 0 : Math.min(BAR_CELLS, done * BAR_CELLS / total);
    return text("█".repeat(filled) + "░".repeat(BAR_CELLS - filled));
  }
}
