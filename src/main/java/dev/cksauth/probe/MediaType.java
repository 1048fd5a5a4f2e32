package dev.cksauth.probe;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells which Content-Types Go's parser takes: one that it does not take spoils the answer. */
final class MediaType {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final Pattern TYPE = Pattern.compile(TOKEN + "(?:/" + TOKEN + ")?+");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\s*+;\\s*+(" + TOKEN + ")\\s*+=\\s*+(?:" + TOKEN + "|\"(?:[^\"\\\\\r\n]|\\\\.)*+\")");

  private MediaType() {}

  static boolean wellFormed(String value) {
    int end = value.indexOf(';');
    String base = end < 0 ? value : value.substring(0, end);
    if (!TYPE.matcher(base.strip()).matches()) {
      return false;
    }
    Set<String> seen = new HashSet<>();
    Matcher matcher = PARAMETER.matcher(value);
    int at = base.length();
    while (matcher.region(at, value.length()).lookingAt()) {
      if (!seen.add(matcher.group(1).toLowerCase(Locale.ROOT))) {
        return false;
      }
      at = matcher.end();
    }
    String rest = value.substring(at).strip();
    // One semicolon at the end is forgiven.
    return rest.isEmpty() || rest.equals(";");
  }
}
