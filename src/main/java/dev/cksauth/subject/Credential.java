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
 * @param role what a Console user may do in the cluster, {@code admin} or {@code viewer}
 * @param kubeconfig where its token was taken from, as the Cloud Console hands it out
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
    boolean disposable,
    Optional<String> role,
    Optional<Kubeconfig> kubeconfig) {
  public Credential {
    audiences = List.copyOf(audiences);
  }

  /**
   * Whether a scenario's word means this: its kind, for a Console user also with the role behind
   * it, or with {@code -kubeconfig} where it came in one; for a token of one of several webhooks
   * its name, such as {@code first-webhook}.
   */
  public boolean answersTo(String asked) {
    return asked.equals(word)
        || role.filter(each -> asked.equals(word + "-" + each)).isPresent()
        || (kubeconfig.isPresent() && asked.equals(word + "-kubeconfig"))
        || (word.equals(CredentialKind.WEBHOOK.word())
            && asked.endsWith("-" + word)
            && asked.equals(name));
  }
}
