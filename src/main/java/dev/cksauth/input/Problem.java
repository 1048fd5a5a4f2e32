package dev.cksauth.input;

import java.util.Comparator;

/**
 * Something wrong in a file that a user wrote.
 *
 * @param file as the user named it
 * @param message for people: what is wrong and what would be right, never a secret
 */
public record Problem(String file, Position at, String message) {
  static final Comparator<Problem> IN_READING_ORDER =
      Comparator.comparing(Problem::file)
          .thenComparingInt(problem -> problem.at().line())
          .thenComparingInt(problem -> problem.at().column())
          .thenComparing(Problem::message);

  /** {@code file:line:column}, two spaces, the message. */
  @Override
  public String toString() {
    return file + ":" + at + "  " + message;
  }
}
