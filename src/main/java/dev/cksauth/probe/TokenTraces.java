package dev.cksauth.probe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What gives a token away: itself, an encoding of it, or a part that is long enough to tell. */
public final class TokenTraces {
  /** Shorter parts are met by chance, or are what all tokens of an issuer begin with. */
  private static final int PART = 16;

  private static final int SHORTEST = 12;
  private static final Pattern SEPARATOR = Pattern.compile("[^A-Za-z0-9]");
  private static final Pattern DOT = Pattern.compile("\\.");

  private final Map<String, String> traces = new LinkedHashMap<>();

  /** The traces of a token; a token of fewer than 12 characters leaves none that can be told. */
  public TokenTraces(String token) {
    if (token.length() < SHORTEST) {
      return;
    }
    traces.put(token, "the token");
    SecretForms.of(token).forEach(form -> traces.putIfAbsent(form, "an encoding of the token"));
    int length = token.length();
    if (length <= PART) {
      return;
    }
    beginning(token);
    int signature = token.lastIndexOf('.') + 1;
    if (signature > 0 && signature + PART <= length) {
      traces.putIfAbsent(
          token.substring(signature, signature + PART), "the signature of the token");
    }
    traces.putIfAbsent(token.substring(length - PART), "the end of the token");
  }

  /**
   * What stands before a separator may be no secret: the kind of a token, its number, the header of
   * a JSON Web Token. Where there is one, the beginning is half of the token, or what follows.
   */
  private void beginning(String token) {
    Matcher separator = (token.startsWith("eyJ") ? DOT : SEPARATOR).matcher(token);
    boolean separated = separator.find();
    int from = separated && separator.end() + PART <= token.length() ? separator.end() : 0;
    int to = separated ? Math.max(from + PART, token.length() / 2) : PART;
    traces.putIfAbsent(token.substring(from, to), "the beginning of the token");
  }

  /** Whether the token is too short to be told from other text. */
  public boolean none() {
    return traces.isEmpty();
  }

  /** What of the token a text shows, in words; empty: nothing. */
  public Optional<String> in(String text) {
    return traces.entrySet().stream()
        .filter(trace -> text.contains(trace.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
