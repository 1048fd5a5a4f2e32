package dev.cksauth.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Other names for those that are not to be published: the same one for the same name, wherever it
 * stands and in whatever form it travels. A name counts where it is a word of its own; in its
 * encoded forms it counts everywhere. Not thread-safe.
 */
public final class Pseudonyms {
  /** A name of one character cannot be told from ordinary text. */
  private static final int SHORTEST = 2;

  private final Map<String, String> labels = new HashMap<>();
  private final Map<String, List<String>> byStart = new HashMap<>();
  private final Map<Kind, Integer> counts = new TreeMap<>();
  private final SecretIndex encoded = new SecretIndex();

  /** What a name is a name of. */
  public enum Kind {
    USER,
    GROUP,
    HOST,
    NAMESPACE,
    ID,
    NAME
  }

  /** Has a name replaced from now on; one that is known keeps its pseudonym. */
  public void add(Kind kind, String name) {
    String known = kind == Kind.HOST ? name.toLowerCase(Locale.ROOT) : name;
    if (known.length() < SHORTEST || labels.containsKey(known)) {
      return;
    }
    String label = kind.name().toLowerCase(Locale.ROOT) + "-" + counts.merge(kind, 1, Integer::sum);
    labels.put(known, label);
    List<String> alike = byStart.computeIfAbsent(start(known), any -> new ArrayList<>());
    alike.add(known);
    alike.sort(Comparator.comparingInt(String::length).reversed());
    SecretForms.of(name).stream()
        .filter(form -> !form.equalsIgnoreCase(name))
        .forEach(form -> encoded.add(form, label));
  }

  /** The text under other names. */
  public String apply(String text) {
    List<Hidden> hidden = new ArrayList<>();
    encoded.find(text, hidden::add);
    hidden.sort(Comparator.comparingInt(Hidden::start));
    StringBuilder shown = new StringBuilder(text.length());
    int done = 0;
    for (int at = 0; at < hidden.size(); ) {
      Hidden first = hidden.get(at);
      int end = first.end();
      // Forms of one name begin alike; the longest is the one that stands there.
      for (at++; at < hidden.size() && hidden.get(at).start() < end; at++) {
        end = Math.max(end, hidden.get(at).end());
      }
      words(text.substring(done, first.start()), shown);
      shown.append(first.label());
      done = end;
    }
    words(text.substring(done), shown);
    return shown.toString();
  }

  private void words(String text, StringBuilder shown) {
    int at = 0;
    while (at < text.length()) {
      String name = isStart(text, at) ? nameAt(text, at) : "";
      if (name.isEmpty()) {
        shown.append(text.charAt(at));
        at++;
      } else {
        shown.append(labels.get(name));
        at += name.length();
      }
    }
  }

  private static boolean isStart(String text, int at) {
    return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)) || !isWord(text, at);
  }

  private static boolean isWord(String text, int at) {
    return at < text.length() && Character.isLetterOrDigit(text.charAt(at));
  }

  /** The longest name that begins here; empty where none does. */
  private String nameAt(String text, int at) {
    if (at + SHORTEST > text.length()) {
      return "";
    }
    String start = start(text.substring(at, at + SHORTEST));
    for (String name : byStart.getOrDefault(start, List.of())) {
      int end = at + name.length();
      boolean whole =
          !Character.isLetterOrDigit(name.charAt(name.length() - 1)) || !isWord(text, end);
      if (whole && text.regionMatches(isHost(name), at, name, 0, name.length())) {
        return name;
      }
    }
    return "";
  }

  /** Names of hosts have no case. */
  private boolean isHost(String name) {
    return labels.getOrDefault(name, "").startsWith("host-");
  }

  private static String start(String name) {
    return name.substring(0, SHORTEST).toLowerCase(Locale.ROOT);
  }
}
