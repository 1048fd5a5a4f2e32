package dev.cksauth.subject;

import dev.cksauth.catalogue.Impact;
import dev.cksauth.input.Position;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What is under test: one webhook, or one cluster with its endpoints. */
public sealed interface Subject permits WebhookSubject, ClusterSubject {
  /** Unique in a run: the name that its file gives it. */
  default String id() {
    return metadata().name();
  }

  /** The file that describes it. */
  Path file();

  /** Where in the file its name stands. */
  default Position namedAt() {
    return inventory().namedAt();
  }

  /** Who it is. */
  Metadata metadata();

  /** The only profiles that it is for; empty: all of its kind. */
  default List<String> profiles() {
    return document().path("profiles").valueStream().map(JsonNode::asString).toList();
  }

  /** The capabilities that the file declares, and whether the subject has them. */
  Map<String, Boolean> capabilities();

  /** What the suite may present to it, by name in the file's order. */
  List<Credential> credentials();

  /** What scenarios may do to it besides what they always may. */
  Set<Impact> allow();

  /** What reading the file turned up besides the description itself. */
  Inventory inventory();

  /**
   * The file's content, for what is derived from the presence of a field. Secrets that stand in it
   * as literals are blanked.
   */
  JsonNode document();

  /** Every command that the file has run, in its order: shown before any is. */
  default List<ExecCommand> execCommands() {
    return inventory().commands();
  }

  /** Every host that the file has contacted, in its order. */
  default List<Contact> hosts() {
    return inventory().contacts();
  }

  /** Every secret that is known before the first command runs, for a redactor. */
  default List<SecretValue> known() {
    return inventory().secrets();
  }

  /** What is not wrong and yet worth saying before a run. */
  default List<String> warnings() {
    return inventory().warnings();
  }
}
