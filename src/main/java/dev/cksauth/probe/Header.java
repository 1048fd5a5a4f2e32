package dev.cksauth.probe;

/**
 * One line of a header.
 *
 * @param name as written
 */
public record Header(String name, String value) {
  boolean named(String other) {
    return name.equalsIgnoreCase(other);
  }

  /** Without the value, which may be a secret. */
  @Override
  public String toString() {
    return "Header[" + name + "]";
  }
}
