package dev.cksauth.catalogue;

import java.util.Locale;

/** What a scenario does to its subject. */
public enum Impact {
  /** Nothing. */
  NONE,
  /** Makes objects of its own in a namespace of its own. */
  WRITES,
  /** Sends many requests. */
  LOAD,
  /** May lock real accounts out. */
  LOCKOUT,
  /** Sends malformed or hostile input. */
  FAULT,
  /** Changes how the subject is configured. */
  RECONFIGURES;

  /** As files name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
