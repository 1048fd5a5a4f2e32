package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.engine.configuration.Change;
import dev.cksauth.subject.CksApi;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.CredentialKind;
import dev.cksauth.subject.CredentialState;
import dev.cksauth.subject.OidcSettings;
import dev.cksauth.subject.Secret;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.WebhookPart;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a cluster's file gives to configure it with, by the names that scenarios have for it. */
final class ConfigurationValues {
  private static final String SERVER = "server";
  private static final String CA = "ca";
  private static final String SETTINGS = "-settings";

  private final Subject subject;

  ConfigurationValues(Subject subject) {
    this.subject = subject;
  }

  /** A single value; empty where the file gives none. */
  Optional<String> text(String name) {
    return switch (name) {
      case Names.CLUSTER_ID -> api().map(CksApi::clusterId);
      case "first-webhook-url" -> webhook(0).map(block -> block.get(SERVER));
      case "first-webhook-ca" -> webhook(0).map(block -> block.get(CA));
      case "second-webhook-url" -> webhook(1).map(block -> block.get(SERVER));
      case "primary-issuer-url" -> issuer("primary").map(block -> block.get("issuerUrl"));
      case "second-issuer-url" -> issuer("second").map(block -> block.get("issuerUrl"));
      case "wrong-ca" -> Optional.of(base64(stranger()));
      case "both-cas" ->
          webhook(0).map(block -> block.get(CA)).map(ca -> base64(decoded(ca) + stranger()));
      default -> Optional.empty();
    };
  }

  /** A whole block, by a name in braces; empty where it is none, or the file does not give it. */
  Optional<Map<String, String>> block(String placeholder) {
    return switch (placeholder) {
      case "{first-webhook" + SETTINGS + "}" -> webhook(0);
      case "{second-webhook" + SETTINGS + "}" -> webhook(1);
      case "{primary-issuer" + SETTINGS + "}" -> issuer("primary");
      case "{second-issuer" + SETTINGS + "}" -> issuer("second");
      default -> Optional.empty();
    };
  }

  /** The token of a name, where it is one of the CKS API's. */
  Optional<Secret> token(String word) {
    return switch (word) {
      case Names.CKS_API -> api().map(CksApi::token);
      case Names.CKS_API_READER -> api().flatMap(CksApi::readOnlyToken);
      default -> Optional.empty();
    };
  }

  /** The credential of the first or second webhook that the cluster may be configured for. */
  Optional<Credential> credential(String word) {
    List<Credential> given =
        subject.credentials().stream()
            .filter(one -> one.kind() == CredentialKind.WEBHOOK)
            .filter(one -> one.state() == CredentialState.VALID)
            .toList();
    int at =
        switch (word) {
          case Names.FIRST_WEBHOOK -> 0;
          case Names.SECOND_WEBHOOK -> 1;
          default -> given.size();
        };
    return at < given.size() ? Optional.of(given.get(at)) : Optional.empty();
  }

  private Optional<CksApi> api() {
    return subject instanceof ClusterSubject cluster ? cluster.cksApi() : Optional.empty();
  }

  private Optional<Map<String, String>> webhook(int at) {
    if (!(subject instanceof ClusterSubject cluster) || cluster.webhooks().size() <= at) {
      return Optional.empty();
    }
    WebhookPart part = cluster.webhooks().get(at);
    return part.url().map(url -> Change.webhook(url, part.ca(), false).fields());
  }

  private Optional<Map<String, String>> issuer(String name) {
    return Given.issuer(subject, name)
        .map(issuer ->
            Change.issuer(issuer.url(), issuer.ca(), settings(issuer.settings().orElseThrow()))
                .fields());
  }

  private static Map<String, String> settings(OidcSettings settings) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("clientId", settings.clientId());
    fields.put("usernameClaim", settings.usernameClaim());
    settings.usernamePrefix().ifPresent(prefix -> fields.put("usernamePrefix", prefix));
    settings.groupsClaim().ifPresent(claim -> fields.put("groupsClaim", claim));
    settings.groupsPrefix().ifPresent(prefix -> fields.put("groupsPrefix", prefix));
    return fields;
  }

  /** An authority that has signed nobody's certificate. */
  private static String stranger() {
    return CertificateAuthority.create("a stranger").certificatePem();
  }

  private static String decoded(String ca) {
    return new String(Base64.getDecoder().decode(ca), StandardCharsets.US_ASCII);
  }

  private static String base64(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }
}
