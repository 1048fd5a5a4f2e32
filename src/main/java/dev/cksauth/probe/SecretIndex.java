package dev.cksauth.probe;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/**
 * Finds many texts in one, in one walk over it.
 *
 * <p>They are looked up by their last four characters: the first of tokens are all alike.
 */
final class SecretIndex {
  static final int SHORTEST = 4;
  private static final int FILTER_BITS = 1 << 16;

  private final Map<Long, NavigableSet<Form>> byEnd = new ConcurrentHashMap<>();
  // Most places in a text end no secret; a bit tells that without a look into the map.
  private final long[] filter = new long[FILTER_BITS / Long.SIZE];

  /** Written after the bits and read before them: who is to find a text sees its bit. */
  private volatile int added;

  private record Form(String text, String label) implements Comparable<Form> {
    @Override
    public int compareTo(Form other) {
      // The longest first.
      int byLength = Integer.compare(other.text.length(), text.length());
      return byLength != 0 ? byLength : text.compareTo(other.text);
    }
  }

  void add(String text, String label) {
    long end = 0;
    for (int at = text.length() - SHORTEST; at < text.length(); at++) {
      end = (end << 16) | text.charAt(at);
    }
    byEnd.computeIfAbsent(end, key -> new ConcurrentSkipListSet<>()).add(new Form(text, label));
    int bit = bit(end);
    synchronized (filter) {
      filter[bit / Long.SIZE] |= 1L << (bit % Long.SIZE);
      added++;
    }
  }

  private static int bit(long end) {
    return (int) ((end * 0x9e3779b97f4a7c15L) >>> 48);
  }

  void find(String text, Consumer<Hidden> found) {
    if (added == 0) {
      return;
    }
    long end = 0;
    for (int at = 0; at < text.length(); at++) {
      end = (end << 16) | text.charAt(at);
      int bit = bit(end);
      if ((filter[bit / Long.SIZE] & (1L << (bit % Long.SIZE))) == 0) {
        continue;
      }
      for (Form form : byEnd.getOrDefault(end, Collections.emptyNavigableSet())) {
        int start = at + 1 - form.text.length();
        if (start >= 0 && text.startsWith(form.text, start)) {
          found.accept(new Hidden(start, at + 1, form.label, true));
          break;
        }
      }
    }
  }
}
