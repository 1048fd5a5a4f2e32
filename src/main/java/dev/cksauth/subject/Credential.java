package dev.cksauth.subject;

import java.util.List;
import java.util.Optional;

/**
 * Something to authenticate with. It has either a token or a certificate.
 *
 * @param word its kind as the file has it, such as {@code console-revoked}
 * @param expect whom the subject should take its bearer for
 * @param audiences the only audiences that it is good for; empty where the file does not say
 * @param disposable whether it may be sent where it should not be accepted
 */
public record Credential(
    String name,
    String word,
    CredentialKind kind,
    CredentialState state,
    Optional<Secret> token,
    Optional<ClientCertificate> certificate,
    Optional<Expected> expect,
    List<String> audiences,
    boolean disposable) {
  public Credential {
    audiences = List.copyOf(audiences);
  }
}
