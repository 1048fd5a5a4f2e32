package dev.cksauth.subject;

import dev.cksauth.input.Document;
import dev.cksauth.input.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A file in reading, and what turned up so far.
 *
 * @param file its real path
 * @param document its content
 * @param found shared by a subject's file and the kubeconfigs that it names
 */
record Source(Path file, Document document, Found found) {
  /** What reading gathers. */
  record Found(
      Problems problems,
      Environment environment,
      List<ExecCommand> commands,
      List<Contact> contacts,
      List<SecretValue> secrets,
      List<String> warnings,
      Set<String> literalSecrets) {
    static Found none(Problems problems, Environment environment) {
      return new Found(
          problems,
          environment,
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new HashSet<>());
    }
  }

  Inventory inventory() {
    return new Inventory(
        document.position("/metadata/name"),
        found.commands(),
        found.contacts().stream().distinct().toList(),
        found.secrets(),
        found.warnings());
  }

  Value root() {
    return new Value(this, "");
  }

  /** The directory that relative paths start from. */
  Path directory() {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  Path resolve(String path) {
    return directory().resolve(path);
  }

  /** How messages name a file beside this one. */
  String shown(String path) {
    Path shown = Path.of(document.name()).resolveSibling(path);
    return shown.normalize().toString();
  }
}
