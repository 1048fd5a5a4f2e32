package dev.cksauth.reference.cksapi;

import dev.cksauth.reference.cksapi.ApiProblem.Violation;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a cluster's settings must be, before an API server sees them. */
@FunctionalInterface
public interface Rules {

  /**
   * Checks a cluster that is asked for, and writes what can be written in several ways in one.
   *
   * @throws ApiProblem with each field that cannot be so
   */
  void check(ObjectNode cluster) throws ApiProblem;

  /** URLs of https, certificates in base64 of PEM, and all that an issuer cannot do without. */
  static Rules strict() {
    return cluster -> {
      List<Violation> violations = new ArrayList<>();
      webhook(cluster, Fields.AUTHN, violations);
      webhook(cluster, Fields.AUTHZ, violations);
      if (cluster.path(Fields.OIDC) instanceof ObjectNode oidc) {
        oidc(oidc, violations);
      }
      if (!violations.isEmpty()) {
        throw ApiProblem.invalid(violations);
      }
    };
  }

  private static void webhook(ObjectNode cluster, String name, List<Violation> violations) {
    JsonNode webhook = cluster.path(name);
    if (webhook.isObject()) {
      url(name + "." + Fields.SERVER, webhook.path(Fields.SERVER), violations);
      authority(name + "." + Fields.CA, webhook.path(Fields.CA), violations);
    }
  }

  private static void oidc(ObjectNode oidc, List<Violation> violations) {
    url("oidc.issuerUrl", oidc.path("issuerUrl"), violations);
    authority("oidc.ca", oidc.path(Fields.CA), violations);
    if (oidc.path("clientId").asString("").isEmpty()) {
      violations.add(new Violation("oidc.clientId", "is needed"));
    }
    String claim = oidc.path("requiredClaim").asString("");
    if (!claim.isEmpty() && claim.indexOf('=') < 1) {
      violations.add(new Violation("oidc.requiredClaim", "is claim=value"));
    }
    algorithms(oidc, violations);
  }

  /** Names and numbers are taken; names are kept. */
  private static void algorithms(ObjectNode oidc, List<Violation> violations) {
    JsonNode given = oidc.path(Fields.ALGORITHMS);
    if (given.isMissingNode()) {
      return;
    }
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    for (JsonNode each : given) {
      SigningAlgorithm.of(each)
          .ifPresentOrElse(
              known -> names.add(known.word()),
              () -> violations.add(new Violation("oidc.signingAlgorithms", "has an unknown one")));
    }
    oidc.set(Fields.ALGORITHMS, names);
  }

  private static void url(String field, JsonNode value, List<Violation> violations) {
    try {
      URI url = new URI(value.asString(""));
      boolean usable =
          "https".equals(url.getScheme())
              && url.getHost() != null
              && url.getRawUserInfo() == null
              && url.getRawFragment() == null;
      if (!usable) {
        violations.add(new Violation(field, "is an https URL without user and fragment"));
      }
    } catch (URISyntaxException malformed) {
      violations.add(new Violation(field, "is no URL"));
    }
  }

  private static void authority(String field, JsonNode value, List<Violation> violations) {
    if (value.isMissingNode()) {
      return;
    }
    try {
      if (!isPem(Base64.getDecoder().decode(value.asString("")))) {
        violations.add(new Violation(field, "is no certificate in PEM"));
      }
    } catch (IllegalArgumentException malformed) {
      violations.add(new Violation(field, "is no base64"));
    }
  }

  private static boolean isPem(byte[] bytes) {
    try {
      // The JDK reads bare DER too; an API server does not.
      return new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----")
          && !CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))
              .isEmpty();
    } catch (CertificateException malformed) {
      return false;
    }
  }
}
