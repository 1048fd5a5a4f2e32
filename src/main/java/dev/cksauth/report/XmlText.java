package dev.cksauth.report;

/** Text that XML 1.0 can carry. */
final class XmlText {
  private static final int REPLACEMENT = 0xFFFD;

  private XmlText() {}

  /**
   * Replaces what XML 1.0 forbids even when escaped, such as most control characters and lone
   * surrogates: one such character in an answer would make the whole report unreadable.
   */
  static String legal(String text) {
    StringBuilder legal = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> isLegal(point) ? point : REPLACEMENT)
        .forEach(legal::appendCodePoint);
    return legal.toString();
  }

  /** The same on one line, for an attribute: a parser would make blanks of line ends anyway. */
  static String legalLine(String text) {
    return legal(text).replaceAll("[\\t\\r\\n]+", " ").strip();
  }

  private static boolean isLegal(int point) {
    return point == '\t'
        || point == '\n'
        || point == '\r'
        || (point >= 0x20 && point <= 0xD7FF)
        || (point >= 0xE000 && point <= 0xFFFD)
        || (point >= 0x10000 && point <= 0x10FFFF);
  }
}
