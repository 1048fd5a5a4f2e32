package dev.cksauth.subject;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads files that a file names; what is wrong is told at the place that names them. */
final class Texts {
  private Texts() {}

  /** The content of the file that a value names. */
  static Optional<String> read(Value value) {
    Optional<String> path = value.text();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Path file = value.path(path.get());
    try {
      if (Files.isDirectory(file)) {
        value.problem("is a directory, not a file: " + path.get());
        return Optional.empty();
      }
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException missing) {
      value.problem(missing(value, path.get()));
    } catch (CharacterCodingException binary) {
      value.problem("is not a text in UTF-8: " + path.get());
    } catch (IOException failed) {
      value.problem("cannot be read: " + path.get());
    }
    return Optional.empty();
  }

  static String missing(Value value, String path) {
    String beside = Path.of(value.source().document().name()).getFileName().toString();
    boolean relative = !Path.of(path).isAbsolute();
    return "no such file: " + path + (relative ? " (looked beside " + beside + ")" : "");
  }
}
