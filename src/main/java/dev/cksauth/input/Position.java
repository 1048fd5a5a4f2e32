package dev.cksauth.input;

/**
 * A place in a text, both counted from 1 as editors do.
 *
 * @param column counts characters, not bytes
 */
public record Position(int line, int column) {
  /** The beginning of a file: where a problem of the file as a whole is reported. */
  public static final Position START = new Position(1, 1);

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
