package dev.cksauth.reference.topology;

import dev.cksauth.reference.apiserver.AuthenticationConfiguration.JwtIssuer;
import dev.cksauth.reference.apiserver.AuthenticationConfiguration.Mapping;
import dev.cksauth.reference.idp.IssuerKeys;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The embedded issuers of a reference system, and how its API server is configured for each. What a
 * test cluster has to offer to be tested in the same way is in docs/oidc.md.
 */
enum ReferenceIssuer {
  /** As a cluster is usually configured: claims behind prefixes. */
  PRIMARY("primary", IssuerKeys.ALL),
  /** The user is an email, which is to be verified. */
  EMAIL("email", IssuerKeys.ONE),
  /** Two audiences, expressions for all of a user, and rules on claims and users. */
  RULES("rules", IssuerKeys.ONE),
  /** Lets its keys be kept for an hour. */
  CACHED("cached", IssuerKeys.ONE),
  /** Changes its keys, and has faults while it is in use. */
  CHANGING("changing", IssuerKeys.ONE),
  /** Does not listen when the API server starts. */
  LATE_DOWN("late-down", IssuerKeys.ONE),
  /** Shows a login page in the place of its discovery document when the API server starts. */
  LATE_HTML("late-html", IssuerKeys.ONE),
  /** Answers discovery with an error when the API server starts. */
  LATE_ERROR("late-error", IssuerKeys.ONE),
  /** Calls itself by another name when the API server starts. */
  LATE_SLASH("late-slash", IssuerKeys.ONE),
  /** Has a certificate that nobody trusts when the API server starts. */
  LATE_CERTIFICATE("late-certificate", IssuerKeys.ONE),
  /** Takes its time when the API server starts. */
  LATE_SLOW("late-slow", IssuerKeys.ONE);

  /** The client whose tokens the cluster takes. */
  static final String CLIENT = "kubernetes";

  /** The second one, where there are two. */
  static final String SECOND_CLIENT = "kubernetes-cli";

  private static final String PREFIX = "oidc:";
  private static final String ALL_ALGORITHMS =
      "[RS256, RS384, RS512, ES256, ES384, ES512, PS256, PS384, PS512]";

  private final String word;
  private final IssuerKeys keys;

  ReferenceIssuer(String word, IssuerKeys keys) {
    this.word = word;
    this.keys = keys;
  }

  /** As subject files name it. */
  String word() {
    return word;
  }

  IssuerKeys keys() {
    return keys;
  }

  /** What it says on how long its keys may be kept. */
  Optional<String> cacheControl() {
    return this == CACHED ? Optional.of("public, max-age=3600") : Optional.empty();
  }

  /** The actions that scenarios need of it. */
  List<String> actions() {
    return switch (this) {
      case PRIMARY, EMAIL, RULES -> List.of();
      case CACHED -> List.of("rotate-keys");
      case CHANGING -> List.of("rotate-keys", "fault", "heal", "stop", "start");
      case LATE_DOWN -> List.of("stop", "start");
      case LATE_HTML, LATE_ERROR, LATE_SLASH, LATE_CERTIFICATE, LATE_SLOW ->
          List.of("fault", "heal");
    };
  }

  /** How the API server takes its tokens. */
  JwtIssuer configured(URI url, String authority) {
    return switch (this) {
      case EMAIL -> JwtIssuer.of(url, authority, CLIENT, new Mapping("email", "email:"), Map.of());
      case RULES -> rules(url, authority);
      default ->
          JwtIssuer.of(
              url,
              authority,
              CLIENT,
              new Mapping("sub", PREFIX),
              Map.of("groups", new Mapping("groups", PREFIX).json()));
    };
  }

  private static JwtIssuer rules(URI url, String authority) {
    Map<String, Object> mappings =
        Map.of(
            "username",
            Map.of("expression", "claims.name"),
            "groups",
            Map.of("expression", "claims.?roles.orValue([])"),
            "uid",
            Map.of("expression", "claims.?uid.orValue('')"),
            "extra",
            List.of(
                Map.of(
                    "key",
                    "cks-auth.dev/tenant",
                    "valueExpression",
                    "claims.?tenant.orValue('')")));
    Map<String, Object> rules =
        Map.of(
            "claimValidationRules",
            List.of(
                Map.of("claim", "hd", "requiredValue", "example.com"),
                Map.of(
                    "expression",
                    "claims.?acr.orValue('') == 'mfa'",
                    "message",
                    "a second factor is required")),
            "userValidationRules",
            List.of(
                Map.of(
                    "expression",
                    "!user.username.startsWith('system:')",
                    "message",
                    "usernames must not start with system:"),
                Map.of(
                    "expression",
                    "user.groups.all(group, !group.startsWith('system:'))",
                    "message",
                    "groups must not start with system:")));
    return new JwtIssuer(
        url, Optional.empty(), authority, List.of(CLIENT, SECOND_CLIENT), mappings, rules);
  }

  /** How it stands in a subject file, without its place there and its actions. */
  String settings() {
    return switch (this) {
      case EMAIL ->
          "clientId: %s, algorithms: [ES256], usernameClaim: email, usernamePrefix: \"email:\""
              .formatted(CLIENT);
      case RULES ->
          "clientId: %s, algorithms: [ES256], usernameClaim: name, usernamePrefix: \"\", groupsClaim: roles, groupsPrefix: \"\""
              .formatted(CLIENT);
      case PRIMARY -> usual(ALL_ALGORITHMS);
      default -> usual("[ES256]");
    };
  }

  private static String usual(String algorithms) {
    return "clientId: %s, algorithms: %s, usernameClaim: sub, usernamePrefix: \"%s\", groupsClaim: groups, groupsPrefix: \"%s\""
        .formatted(CLIENT, algorithms, PREFIX, PREFIX);
  }
}
