package dev.cksauth.probe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What gives a token away: itself, an encoding of it, or a part that is long enough to tell. */
public final class TokenTraces {
  /** Shorter parts are met by chance, or are what all tokens of an issuer begin with. */
  private static final int PART = 16;

  private static final int SHORTEST = 12;

  private final Map<String, String> traces = new LinkedHashMap<>();

  /** The traces of a token; a token of fewer than 12 characters leaves none that can be told. */
  public TokenTraces(String token) {
    if (token.length() < SHORTEST) {
      return;
    }
    traces.put(token, "the token");
    SecretForms.of(token).forEach(form -> traces.putIfAbsent(form, "an encoding of the token"));
    int signature = token.lastIndexOf('.') + 1;
    // What stands before the claims of a JSON Web Token is no secret, and the same in many.
    int claims = token.startsWith("eyJ") ? token.indexOf('.') + 1 : 0;
    part(token, claims, "the beginning of the token");
    if (signature > 0) {
      part(token, signature, "the signature of the token");
    }
    part(token, token.length() - PART, "the end of the token");
  }

  private void part(String token, int from, String what) {
    if (from >= 0 && from + PART < token.length() + 1 && token.length() > PART) {
      traces.putIfAbsent(token.substring(from, from + PART), what);
    }
  }

  /** What of the token a text shows, in words; empty: nothing. */
  public Optional<String> in(String text) {
    return traces.entrySet().stream()
        .filter(trace -> text.contains(trace.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
