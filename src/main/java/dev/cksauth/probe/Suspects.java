package dev.cksauth.probe;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what looks like a secret, registered or not. */
final class Suspects {
  /** Takes a part of a text. */
  @FunctionalInterface
  interface Found {
    void accept(int start, int end, String kind);
  }

  private static final Set<String> HEADERS =
      Set.of("authorization", "proxy-authorization", "cookie", "set-cookie", "x-auth-token");

  private static final String JWT = "eyJ";
  private static final String AUTHORIZATION = "authorization";
  private static final String COOKIE = "cookie";
  private static final Pattern CONSOLE = Pattern.compile("CW-SECRET-[A-Za-z0-9_-]++");

  /** A header echoed in a text, whatever stands around it. */
  private static final Pattern ECHOED =
      Pattern.compile(
          "\\b(?:authorization|cookie)\\\\?[\"']?+\\s*+[:=]\\s*+\\[?+\\\\?[\"']?+"
              + "(?:(?:bearer|basic)\\s++)?+([^\\s\"'\\\\<>\\],][^\r\n\"'\\\\<>\\]]*+)",
          Pattern.CASE_INSENSITIVE);

  /** A member that holds a token, in JSON. */
  private static final Pattern MEMBER =
      Pattern.compile(
          "\"(?:token|id_token|access_token|refresh_token|client_secret|password|clientKeyData)\""
              + "\\s*+:\\s*+\"");

  /** The same in YAML, where it has a line of its own. */
  private static final Pattern YAML_MEMBER =
      Pattern.compile(
          "^[ \t-]*+(?:token|clientKeyData):[ \t]++[\"']?+([^\\s\"'<{\\[][^\\s\"']*+)",
          Pattern.MULTILINE);

  private static final Pattern QUERY =
      Pattern.compile(
          "[?&](?:access_token|token|id_token|code|client_secret|password)=([^&#\\s\"'<>]++)");

  private Suspects() {}

  static boolean secretHeader(String name) {
    return HEADERS.contains(name.toLowerCase(Locale.ROOT));
  }

  static void find(String text, Found found) {
    tokens(text, found);
    if (text.contains("CW-SECRET-")) {
      whole(CONSOLE, "console token", text, found);
    }
    if (text.indexOf(':') >= 0 || text.indexOf('=') >= 0) {
      // A look for a word costs a fraction of a pattern that begins anywhere.
      if (mentionsHeader(text)) {
        groups(ECHOED, "value", text, found);
      }
      if (text.indexOf('"') >= 0) {
        members(text, found);
      }
      if (text.contains("token:") || text.contains("clientKeyData:")) {
        groups(YAML_MEMBER, "token", text, found);
      }
      if (text.indexOf('?') >= 0 || text.indexOf('&') >= 0) {
        groups(QUERY, "value", text, found);
      }
    }
  }

  /** Whether a name stands in a text that {@link #ECHOED} begins with. */
  private static boolean mentionsHeader(String text) {
    for (int at = 0; at < text.length(); at++) {
      char small = (char) (text.charAt(at) | 0x20);
      boolean here =
          switch (small) {
            case 'a' -> text.regionMatches(true, at, AUTHORIZATION, 0, AUTHORIZATION.length());
            case 'c' -> text.regionMatches(true, at, COOKIE, 0, COOKIE.length());
            default -> false;
          };
      if (here) {
        return true;
      }
    }
    return false;
  }

  private static void whole(Pattern pattern, String kind, String text, Found found) {
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      found.accept(matcher.start(), matcher.end(), kind);
    }
  }

  private static void groups(Pattern pattern, String kind, String text, Found found) {
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      found.accept(matcher.start(1), matcher.end(1), kind);
    }
  }

  private static void members(String text, Found found) {
    Matcher matcher = MEMBER.matcher(text);
    for (int from = 0; matcher.find(from); ) {
      int end = GoQuoted.end(text, matcher.end() - 1);
      from = end < 0 ? text.length() : end;
      if (from > matcher.end()) {
        found.accept(matcher.end(), from, "token");
      }
    }
  }

  /**
   * JWTs, and JWEs, which have five parts. By hand: a hostile text must cost no more than its
   * length.
   */
  private static void tokens(String text, Found found) {
    for (int start = text.indexOf(JWT); start >= 0; ) {
      int first = part(text, start);
      int second = next(text, first);
      int third = second < 0 ? -1 : next(text, second);
      if (third < 0) {
        // Any other beginning within this part would come to the same end.
        start = text.indexOf(JWT, first);
        continue;
      }
      int end = third;
      for (int more = next(text, end); more > end + 1; more = next(text, end)) {
        end = more;
      }
      found.accept(start, end, "token");
      start = text.indexOf(JWT, end);
    }
  }

  /** The end of the part after the dot at an index, or -1 if there is no dot. */
  private static int next(String text, int dot) {
    return dot < text.length() && text.charAt(dot) == '.' ? part(text, dot + 1) : -1;
  }

  private static int part(String text, int start) {
    int end = start;
    while (end < text.length() && base64Url(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean base64Url(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
