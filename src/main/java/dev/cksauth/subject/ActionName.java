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
  HEAL;

  /** As files name it, such as {@code rotate-keys}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
