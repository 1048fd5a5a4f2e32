package dev.cksauth.input;

import tools.jackson.core.JsonPointer;

/** JSON pointers, built and shown. */
public final class Pointers {
  private Pointers() {}

  /** The pointer of a member. */
  public static String member(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }

  /** The pointer of an item. */
  public static String item(String pointer, int index) {
    return pointer + "/" + index;
  }

  /** As people write it: {@code credentials[0].token}; empty for the root. */
  public static String shown(String pointer) {
    StringBuilder shown = new StringBuilder();
    for (JsonPointer rest = JsonPointer.compile(pointer); !rest.matches(); rest = rest.tail()) {
      if (rest.mayMatchElement()) {
        shown.append('[').append(rest.getMatchingIndex()).append(']');
      } else {
        shown.append(shown.isEmpty() ? "" : ".").append(rest.getMatchingProperty());
      }
    }
    return shown.toString();
  }

  /** {@code "credentials[0].token: "}, the beginning of a message about a value. */
  public static String prefix(String pointer) {
    String shown = shown(pointer);
    return shown.isEmpty() ? "" : shown + ": ";
  }
}
