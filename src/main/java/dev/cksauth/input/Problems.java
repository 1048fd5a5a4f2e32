package dev.cksauth.input;

import java.util.List;
import java.util.TreeSet;

/** Collects what is wrong, so that a user is told all of it at once. */
public final class Problems {
  private final TreeSet<Problem> found = new TreeSet<>(Problem.IN_READING_ORDER);

  /** Adds a problem at a place of a file. */
  public void add(String file, Position at, String message) {
    add(new Problem(file, at, message));
  }

  /** Adds a problem; the same one twice counts once. */
  public void add(Problem problem) {
    found.add(problem);
  }

  /** All problems by file, line and column. */
  public List<Problem> all() {
    return List.copyOf(found);
  }

  /** Whether anything is wrong. */
  public boolean any() {
    return !found.isEmpty();
  }
}
