package dev.cksauth.subject;

import java.nio.file.Path;

/** Where a secret comes from. All but a command's are known once the file is read. */
public sealed interface Secret {
  /** Written in the file itself. */
  record Literal(SecretValue value) implements Secret {}

  /** The value of an environment variable. */
  record FromEnvironment(String variable, SecretValue value) implements Secret {}

  /** The content of another file. */
  record FromFile(Path file, SecretValue value) implements Secret {}

  /**
   * What a command prints.
   *
   * @param eachUse whether each use needs a new one
   */
  record FromExec(ExecCommand command, boolean eachUse) implements Secret {}
}
