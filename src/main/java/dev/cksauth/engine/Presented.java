package dev.cksauth.engine;

import dev.cksauth.subject.ClientCertificate;
import dev.cksauth.subject.CredentialKind;
import dev.cksauth.subject.Expected;
import dev.cksauth.subject.SecretValue;
import java.util.Optional;

/**
 * A credential as a scenario presents it: the same in all its steps.
 *
 * @param word how the scenario calls it
 * @param kind absent for a token that nobody issued
 * @param expected whom it stands for, where that is known
 * @param own whether the suite had it made, so that it may be sent anywhere
 */
record Presented(
    String word,
    Optional<CredentialKind> kind,
    Optional<SecretValue> token,
    Optional<ClientCertificate> certificate,
    Optional<Expected> expected,
    boolean own) {

  private static final String SERVICE_ACCOUNT_PREFIX = "system:serviceaccount:";

  /** No credential at all. */
  static Presented nothing() {
    return new Presented(
        "none", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true);
  }

  /** The same under another name. */
  Presented named(String otherWord) {
    return new Presented(otherWord, kind, token, certificate, expected, own);
  }

  /** The same credential with another token. */
  Presented withToken(String otherWord, SecretValue other) {
    return new Presented(otherWord, kind, Optional.of(other), Optional.empty(), expected, own);
  }

  /** What {@code {word}} stands for: a ServiceAccount's name, else the user's. */
  Optional<String> shown() {
    return expected.map(Expected::username).map(name -> last(name));
  }

  /** The namespace of a ServiceAccount. */
  Optional<String> namespace() {
    return expected
        .map(Expected::username)
        .filter(name -> name.startsWith(SERVICE_ACCOUNT_PREFIX))
        .map(name -> name.substring(SERVICE_ACCOUNT_PREFIX.length()))
        .map(name -> name.substring(0, Math.max(0, name.indexOf(':'))));
  }

  private static String last(String username) {
    return username.startsWith(SERVICE_ACCOUNT_PREFIX)
        ? username.substring(username.lastIndexOf(':') + 1)
        : username;
  }
}
