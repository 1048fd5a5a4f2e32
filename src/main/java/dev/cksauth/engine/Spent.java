package dev.cksauth.engine;

import dev.cksauth.subject.SecretValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Console tokens that left the managed endpoint: whoever reads along there may have them now, and
 * they are to be revoked. Tokens that were made of one by a slip of a letter count as it.
 */
final class Spent {

  private final Map<SecretValue, String> names = new ConcurrentHashMap<>();
  private final Map<String, TreeSet<String>> places = new TreeMap<>();

  /** Notes by which name the user knows a token. */
  void known(SecretValue token, String name) {
    names.putIfAbsent(token, name);
  }

  /** Notes that a token was made of another. */
  void derived(SecretValue token, SecretValue parent) {
    String name = names.get(parent);
    if (name != null) {
      names.putIfAbsent(token, name);
    }
  }

  synchronized void sent(SecretValue token, String place) {
    String name = names.get(token);
    if (name != null) {
      places.computeIfAbsent(name, any -> new TreeSet<>()).add(place);
    }
  }

  /** One sentence for each, in the order of their names. */
  synchronized List<String> toRevoke() {
    List<String> sentences = new ArrayList<>();
    places.forEach((name, where) ->
        sentences.add("to revoke: %s (was sent to %s)".formatted(name, String.join(", ", where))));
    return sentences;
  }
}
