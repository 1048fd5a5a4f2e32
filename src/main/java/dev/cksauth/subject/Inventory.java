package dev.cksauth.subject;

import dev.cksauth.input.Position;
import java.util.List;

/**
 * What a subject's file brings with it, wherever in the file it stands.
 *
 * @param namedAt the place of the subject's name
 * @param commands what would be run
 * @param contacts what would be contacted
 * @param secrets what must never be shown
 * @param warnings what its author should know
 */
public record Inventory(
    Position namedAt,
    List<ExecCommand> commands,
    List<Contact> contacts,
    List<SecretValue> secrets,
    List<String> warnings) {
  public Inventory {
    commands = List.copyOf(commands);
    contacts = List.copyOf(contacts);
    secrets = List.copyOf(secrets);
    warnings = List.copyOf(warnings);
  }
}
