package dev.cksauth.subject;

import java.util.Locale;

/** What can be asked for: a closed list. */
public enum ActionName {
  ISSUE,
  REVOKE,
  ENABLE,
  DISABLE,
  STOP,
  START,
  RESTART,
  ROTATE_CERTIFICATE,
  ROTATE_KEYS,
  FAULT,
  HEAL,
  /** Makes a port of this machine's loopback the same where the subject runs. */
  REACH;

  /**
   * The name of a word, such as {@code rotate-keys}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ActionName of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** As files name it, such as {@code rotate-keys}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
