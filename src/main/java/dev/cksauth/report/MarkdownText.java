package dev.cksauth.report;

/** Text that stands in Markdown. */
final class MarkdownText {
  private MarkdownText() {}

  /** What a subject says is text, and neither Markdown nor HTML; it comes to stand on one line. */
  static String escaped(String text) {
    return text.replaceAll("[\\r\\n]+", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("([\\\\`*_\\[\\]|~@#])", "\\\\$1");
  }
}
