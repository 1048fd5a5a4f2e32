package dev.cksauth.reference.console;

/**
 * A person known to the console.
 *
 * @param name the Kubernetes user name, usually an e-mail address
 */
public record ConsoleUser(String name, Role role) {

  /**
   * @throws IllegalArgumentException when the name is not printable ASCII (it travels in a header),
   *     or begins with {@code system:}, which Kubernetes keeps for itself
   */
  public ConsoleUser {
    if (!name.matches("[\\x21-\\x7e]{1,256}")) {
      throw new IllegalArgumentException(
          "a console user's name is 1 to 256 printable ASCII characters");
    }
    if (name.startsWith("system:")) {
      throw new IllegalArgumentException("'system:' names belong to Kubernetes: " + name);
    }
  }
}
