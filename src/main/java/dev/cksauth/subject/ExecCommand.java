package dev.cksauth.subject;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program to run, without a shell.
 *
 * @param where the place in the file that asks for it, such as {@code credentials[1].token}
 * @param words the program and its arguments; a program named by a relative path with a slash is
 *     sought from the directory, one without a slash on the search path
 * @param directory where it runs: beside the file
 * @param environment added to the environment of the suite
 */
public record ExecCommand(
    String where, List<String> words, Path directory, Map<String, String> environment) {
  public ExecCommand {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** The program as the file names it: the only part that messages show. */
  public String program() {
    return words.getFirst();
  }

  /** The words to start, the program found. */
  public List<String> resolved() {
    Path program = Path.of(program());
    if (program.isAbsolute() || !program().contains("/")) {
      return words;
    }
    List<String> resolved = new ArrayList<>(words);
    resolved.set(0, directory.resolve(program).normalize().toString());
    return resolved;
  }

  /** Without arguments and environment: either may hold a secret. */
  @Override
  public String toString() {
    return "ExecCommand[" + where + ": " + program() + " …]";
  }
}
