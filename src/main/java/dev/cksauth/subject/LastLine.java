package dev.cksauth.subject;

import java.util.List;
import java.util.regex.Pattern;

/** The last thing that a failed command said, as far as it cannot be a secret. */
final class LastLine {
  private static final int SHOWN_AT_MOST = 200;

  /** What stands after such a word is a secret, however short. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)\\b(\\w*(?:token|password|passwd|secret|bearer|key)\\w*)(\\s*[=:]\\s*|\\s+)\\S+");

  /** Long words, and words of letters and digits: identifiers, digests, tokens. */
  private static final Pattern TOKEN_LIKE =
      Pattern.compile("[\\w.~+/=-]{20,}|(?=[\\w.~+/=-]*\\d)[\\w.~+/=-]{9,}");

  private LastLine() {}

  static String of(String errors) {
    List<String> lines = errors.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    if (lines.isEmpty()) {
      return "";
    }
    String line = lines.getLast().replaceAll("\\p{Cntrl}", " ");
    String safe = TOKEN_LIKE.matcher(NAMED.matcher(line).replaceAll("$1$2…")).replaceAll("…");
    return safe.length() <= SHOWN_AT_MOST ? safe : safe.substring(0, SHOWN_AT_MOST) + "…";
  }
}
