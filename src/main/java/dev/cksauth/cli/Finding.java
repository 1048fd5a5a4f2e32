package dev.cksauth.cli;

/**
 * One thing that {@code doctor} looked at.
 *
 * @param what it is, as {@code Go}
 * @param found its version, size or place; may be empty
 * @param state whether that will do
 * @param note what it is for, what its absence means, or what to do
 */
record Finding(String what, String found, State state, String note) {

  /** Whether what was found will do. */
  enum State {
    OK("ok", "green"),
    ABSENT("absent", "yellow"),
    OLD("old", "yellow"),
    LOW("low", "yellow"),
    WRONG("wrong", "red");

    private final String word;
    private final String colour;

    State(String word, String colour) {
      this.word = word;
      this.colour = colour;
    }

    String word() {
      return word;
    }

    String colour() {
      return colour;
    }
  }
}
