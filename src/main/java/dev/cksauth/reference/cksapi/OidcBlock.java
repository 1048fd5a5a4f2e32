package dev.cksauth.reference.cksapi;

import dev.cksauth.reference.apiserver.AuthenticationConfiguration.JwtIssuer;
import dev.cksauth.reference.apiserver.AuthenticationConfiguration.Mapping;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An OIDC issuer as a cluster is configured with it. Texts that are empty are not set.
 *
 * @param ca what signed its certificate, in PEM
 * @param requiredClaim {@code claim=value} that tokens must have
 */
public record OidcBlock(
    String issuerUrl,
    String clientId,
    String usernameClaim,
    String usernamePrefix,
    String groupsClaim,
    String groupsPrefix,
    String ca,
    String requiredClaim) {

  private static final String EMAIL = "email";

  static Optional<OidcBlock> of(JsonNode json) {
    String issuer = json.path("issuerUrl").asString("");
    return issuer.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OidcBlock(
                issuer,
                json.path("clientId").asString(""),
                json.path("usernameClaim").asString(""),
                json.path("usernamePrefix").asString(""),
                json.path("groupsClaim").asString(""),
                json.path("groupsPrefix").asString(""),
                WebhookBlock.pem(json.path(Fields.CA).asString("")),
                json.path("requiredClaim").asString("")));
  }

  /**
   * As the API server's file has it, with the meaning that the flags {@code --oidc-*} give to what
   * is not set (Kubernetes reference, Authenticating).
   */
  JwtIssuer configured() {
    Map<String, Object> groups =
        groupsClaim.isEmpty()
            ? Map.of()
            : Map.of("groups", new Mapping(groupsClaim, groupsPrefix).json());
    String claim = usernameClaim.isEmpty() ? "sub" : usernameClaim;
    JwtIssuer issuer =
        JwtIssuer.of(
            URI.create(issuerUrl), ca, clientId, new Mapping(claim, beforeUsername(claim)), groups);
    return requiredClaim.isEmpty() ? issuer : issuer.withRules(rules());
  }

  private String beforeUsername(String claim) {
    if (usernamePrefix.isEmpty()) {
      return claim.equals(EMAIL) ? "" : issuerUrl + "#";
    }
    return usernamePrefix.equals("-") ? "" : usernamePrefix;
  }

  private Map<String, Object> rules() {
    int equals = requiredClaim.indexOf('=');
    return Map.of(
        "claimValidationRules",
        List.of(
            Map.of(
                "claim",
                requiredClaim.substring(0, equals),
                "requiredValue",
                requiredClaim.substring(equals + 1))));
  }
}
