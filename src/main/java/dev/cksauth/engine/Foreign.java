package dev.cksauth.engine;

import dev.cksauth.catalogue.Impact;
import dev.cksauth.subject.Contact;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.CredentialKind;
import dev.cksauth.subject.Subject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;

/** What is held back from subjects that are not on this machine. */
public final class Foreign {

  static final String NOT_DISPOSABLE =
      "the console token is not marked `disposable: true`, and would leave the managed endpoint";

  private Foreign() {}

  /** Whether all that a subject's file names is on this machine. */
  public static boolean ours(Subject subject) {
    return subject.hosts().stream().allMatch(Foreign::loopback);
  }

  private static boolean loopback(Contact contact) {
    try {
      // A name is only looked up where it may be one of this machine.
      return contact.host().equals("localhost")
          || (contact.host().matches("[0-9.]+|[0-9a-fA-F:.\\[\\]]*:[0-9a-fA-F:.\\[\\]]*")
              && InetAddress.getByName(contact.host()).isLoopbackAddress());
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  /**
   * Why an impact is held back; empty where it is not: none and writes always are allowed, the rest
   * on what is not ours when somebody allows it.
   *
   * @param allowed by the user, besides what the subject's file allows
   */
  public static Optional<String> heldBack(
      Impact impact, boolean ours, Subject subject, Set<Impact> allowed) {
    boolean free =
        impact == Impact.NONE
            || impact == Impact.WRITES
            || ours
            || subject.allow().contains(impact)
            || allowed.contains(impact);
    return free
        ? Optional.empty()
        : Optional.of(
            "impact %s is not allowed on a subject that is not on loopback: add `--allow %s`"
                .formatted(impact.word(), impact.word()));
  }

  /** Whether the user lets a credential leave the managed endpoint. */
  static boolean spendable(Credential credential) {
    return credential.disposable() || credential.kind() != CredentialKind.CONSOLE;
  }
}
