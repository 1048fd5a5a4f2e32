package dev.cksauth.probe;

import java.util.Optional;

/** Texts as Go's {@code %q} writes them. */
final class GoQuoted {
  private GoQuoted() {}

  /** Where the quote that opens at an index closes, or -1. */
  static int end(String text, int open) {
    for (int at = open + 1; at < text.length(); at++) {
      char here = text.charAt(at);
      if (here == '"') {
        return at;
      }
      if (here == '\\') {
        at++;
      }
    }
    return -1;
  }

  /** The text between the quotes, or nothing if Go would not have written it. */
  static Optional<String> unquote(String quoted) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < quoted.length()) {
      char here = quoted.charAt(at++);
      if (here != '\\') {
        text.append(here);
        continue;
      }
      if (at == quoted.length()) {
        return Optional.empty();
      }
      char kind = quoted.charAt(at++);
      int digits = digits(kind);
      if (digits == 0) {
        int simple = "abfnrtv\\\"'".indexOf(kind);
        if (simple < 0) {
          return Optional.empty();
        }
        text.append("\u0007\b\f\n\r\t\u000b\\\"'".charAt(simple));
        continue;
      }
      Optional<Integer> point = point(quoted, at, digits);
      if (point.isEmpty()) {
        return Optional.empty();
      }
      // A byte that is no UTF-8 is written \x; it has no character of its own.
      text.appendCodePoint(kind == 'x' && point.get() > 0x7f ? 0xfffd : point.get());
      at += digits;
    }
    return Optional.of(text.toString());
  }

  private static int digits(char kind) {
    return switch (kind) {
      case 'x' -> 2;
      case 'u' -> 4;
      case 'U' -> 8;
      default -> 0;
    };
  }

  private static Optional<Integer> point(String quoted, int at, int digits) {
    if (at + digits > quoted.length()) {
      return Optional.empty();
    }
    try {
      int point = Integer.parseInt(quoted, at, at + digits, 16);
      return Character.isValidCodePoint(point) ? Optional.of(point) : Optional.empty();
    } catch (NumberFormatException malformed) {
      return Optional.empty();
    }
  }
}
