package dev.cksauth.engine;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How an answer stands to one thing that was expected of it.
 *
 * @param expected in words
 * @param actual in words
 * @param why one sentence where it is not met
 */
record Judged(Kind kind, String expected, String actual, String why) {

  /** Whether it holds, does not, or cannot be told. */
  enum Kind {
    MET,
    UNMET,
    UNKNOWN
  }

  static Judged met(String expected, String actual) {
    return new Judged(Kind.MET, expected, actual, "");
  }

  static Judged unmet(String expected, String actual) {
    return new Judged(Kind.UNMET, expected, actual, "expected " + expected + ", got " + actual);
  }

  static Judged unknown(String expected, String actual) {
    return new Judged(Kind.UNKNOWN, expected, actual, actual);
  }

  static Judged of(boolean holds, String expected, String actual) {
    return holds ? met(expected, actual) : unmet(expected, actual);
  }

  /** All together: unmet if one is, else unknown if one is. */
  static Judged all(List<Judged> parts) {
    Kind kind = Kind.MET;
    for (Judged part : parts) {
      if (part.kind() == Kind.UNMET || (part.kind() == Kind.UNKNOWN && kind == Kind.MET)) {
        kind = part.kind();
      }
    }
    Kind worst = kind;
    return new Judged(
        kind,
        joined(parts.stream().map(Judged::expected).distinct().toList()),
        joined(parts.stream().map(Judged::actual).distinct().toList()),
        parts.stream()
            .filter(part -> part.kind() == worst && worst != Kind.MET)
            .map(Judged::why)
            .distinct()
            .collect(Collectors.joining("; ")));
  }

  /** What another text begins with need not be said twice. */
  private static String joined(List<String> texts) {
    return texts.stream()
        .filter(text ->
            texts.stream().noneMatch(other -> !other.equals(text) && other.startsWith(text)))
        .collect(Collectors.joining("; "));
  }
}
