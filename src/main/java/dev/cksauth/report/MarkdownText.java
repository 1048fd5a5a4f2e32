package dev.cksauth.report;

/** Text of others in GitHub's Markdown. */
final class MarkdownText {
  private MarkdownText() {}

  /** What a subject says is text, and neither Markdown nor HTML. */
  static String escaped(String text) {
    return text.replaceAll("[\\r\\n]+", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("([\\\\`*_\\[\\]|~@#])", "\\\\$1");
  }
}
