package dev.cksauth.engine;

import dev.cksauth.catalogue.Capability;
import dev.cksauth.catalogue.Names;
import dev.cksauth.subject.Authorizer;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.CredentialKind;
import dev.cksauth.subject.CredentialState;
import dev.cksauth.subject.Expected;
import dev.cksauth.subject.Issuer;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.WebhookPart;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which credential of a subject's file a scenario's word means. */
final class Given {

  private Given() {}

  /** The credential that a word means; a webhook's valid one is of a known user, if one is. */
  static Optional<Credential> find(Subject subject, String word) {
    if (word.equals(Names.ANOTHER_USER)) {
      Optional<String> first = find(subject, Names.VALID).flatMap(Given::user);
      return all(subject, Names.VALID)
          .filter(one -> user(one).isPresent() && !user(one).equals(first))
          .findFirst();
    }
    return all(subject, word).findFirst();
  }

  /** Of how many different users the subject's file says that such credentials are. */
  static long users(Subject subject, String word) {
    return all(subject, word).flatMap(one -> user(one).stream()).distinct().count();
  }

  /** The issuer of a name, where the subject's file says for which client its tokens are. */
  static Optional<Issuer> issuer(Subject subject, String name) {
    return subject instanceof ClusterSubject cluster
        ? cluster.issuers().stream()
            .filter(issuer -> issuer.name().equals(name) && issuer.settings().isPresent())
            .findFirst()
        : Optional.empty();
  }

  /** Whether an issuer is given with all of this: its signing keys, or actions. */
  static boolean issuer(Subject subject, String name, List<String> with) {
    return issuer(subject, name)
        .filter(issuer -> with.stream().allMatch(one -> has(issuer, one)))
        .isPresent();
  }

  private static boolean has(Issuer issuer, String what) {
    return what.equals(Capability.GivenIssuer.SIGNING_KEYS)
        ? issuer.signingKeys().isPresent()
        : issuer.actions().keySet().stream().anyMatch(action -> action.word().equals(what));
  }

  /** The webhook of a name, or the first that is asked as a word says. */
  static Optional<WebhookPart> webhook(Subject subject, String name) {
    return subject instanceof ClusterSubject cluster
        ? cluster.webhooks().stream().filter(part -> means(name, part)).findFirst()
        : Optional.empty();
  }

  private static boolean means(String word, WebhookPart part) {
    Optional<Authorizer> authorizer = part.authorizer();
    return switch (word) {
      case Names.TOKEN -> authorizer.isEmpty();
      case Names.ACCESS -> authorizer.filter(one -> !one.deniesOnFailure()).isPresent();
      case Names.STRICT_ACCESS -> authorizer.filter(Authorizer::deniesOnFailure).isPresent();
      case Names.CONDITIONAL_ACCESS -> authorizer.flatMap(Authorizer::exemptUser).isPresent();
      default ->
          part.name().equals(word)
              || authorizer
                  .filter(one -> word.equals(Names.ACCESS_OF_VERSION + one.version()))
                  .isPresent();
    };
  }

  /** The user of the cluster's webhook whose credential has this name. */
  static Optional<Credential> webhookUser(Subject subject, String name) {
    return subject.credentials().stream()
        .filter(one -> one.kind() == CredentialKind.WEBHOOK)
        .filter(one -> one.state() == CredentialState.VALID && one.name().equals(name))
        .findFirst();
  }

  /** What is said where there is none. */
  static String noWebhookUser(String name) {
    return "the subject's file gives no credential `%s` of kind `webhook`: see docs/integration.md"
        .formatted(name);
  }

  /** Whether a webhook is given with all of this: what it has, what is behind it, or actions. */
  static boolean webhook(Subject subject, String name, List<String> with) {
    return webhook(subject, name)
        .filter(part -> with.stream().allMatch(one -> has(part, one)))
        .isPresent();
  }

  private static boolean has(WebhookPart part, String what) {
    return switch (what) {
      case Capability.GivenWebhook.OBSERVER -> part.observer().isPresent();
      case Capability.GivenWebhook.LOG -> part.log().isPresent();
      case Capability.GivenWebhook.DIRECTORY,
          Capability.GivenWebhook.SECOND_FACTOR,
          Capability.GivenWebhook.INTROSPECTION ->
          part.behind().contains(what);
      case Capability.GivenWebhook.CACHE_TTL -> part.cacheTtl().isPresent();
      case Capability.GivenWebhook.BEFORE_RBAC ->
          part.authorizer().filter(Authorizer::beforeRbac).isPresent();
      default -> part.actions().keySet().stream().anyMatch(action -> action.word().equals(what));
    };
  }

  private static Stream<Credential> all(Subject subject, String word) {
    Stream<Credential> answering =
        subject.credentials().stream().filter(one -> one.answersTo(word));
    return word.equals(Names.VALID)
        ? answering.sorted(Comparator.comparing(one -> one.expect().isEmpty()))
        : answering;
  }

  private static Optional<String> user(Credential credential) {
    return credential.expect().map(Expected::username);
  }
}
