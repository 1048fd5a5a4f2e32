package dev.cksauth.engine;

import dev.cksauth.engine.Namespaces.State;
import dev.cksauth.engine.Namespaces.There;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run leaves behind should it be killed: an entry in the journal from before its namespace
 * is made until that is gone.
 *
 * @param journal empty where nothing outlives the run
 * @param foreign whether the cluster is not ours, and worth a second look
 * @param file the subject's file, for the command that removes what is left
 */
record Traces(Optional<Journal> journal, Journal.Entry entry, boolean foreign, Path file) {

  /** Without an entry nothing is made. */
  void before() throws UnknownFactsException {
    try {
      if (journal.isPresent()) {
        journal.get().add(entry);
      }
    } catch (IOException failed) {
      throw new UnknownFactsException(
          "nothing is made in the cluster, for the journal by which it would be removed again"
              + " cannot be written: "
              + failed);
    }
  }

  void gone() {
    try {
      if (journal.isPresent()) {
        journal.get().remove(entry.run());
      }
    } catch (IOException failed) {
      // An entry too many: `clean` finds nothing there, and removes it.
    }
  }

  /**
   * Deletes the namespace.
   *
   * @param made whether it is known to have been made
   * @return what is left, and how it is removed
   */
  Optional<String> remove(Namespaces namespaces, String namespace, boolean made) {
    try {
      boolean deleted = namespaces.delete(namespace);
      if (!deleted && !made) {
        return left(namespace, "was asked for without an answer, and may yet be made");
      }
      if (deleted && foreign && stays(namespaces, namespace)) {
        return left(namespace, "is still there, though its deletion was accepted");
      }
      gone();
      return Optional.empty();
    } catch (UnknownFactsException failed) {
      return left(namespace, "could not be deleted: " + failed.reason());
    }
  }

  private Optional<String> left(String namespace, String how) {
    return Optional.of(
        "namespace %s %s%s"
            .formatted(
                namespace,
                how,
                journal.isEmpty() ? "" : "; `cks-auth clean %s` removes it".formatted(file)));
  }

  /** A deletion that was accepted counts, whoever may look. */
  private static boolean stays(Namespaces namespaces, String namespace) {
    try {
      State state = namespaces.awaitEnd(namespace);
      return state instanceof There there && !there.terminating();
    } catch (UnknownFactsException unknown) {
      return false;
    }
  }
}
