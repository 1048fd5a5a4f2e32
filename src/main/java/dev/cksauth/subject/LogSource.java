package dev.cksauth.subject;

import java.nio.file.Path;

/** Where a log can be read. */
public sealed interface LogSource {
  /** A file. */
  record InFile(Path file) implements LogSource {}

  /** What a command prints. */
  record FromCommand(ExecCommand command) implements LogSource {}
}
