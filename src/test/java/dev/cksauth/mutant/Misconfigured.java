package dev.cksauth.mutant;

import dev.cksauth.reference.apiserver.AuthenticationConfiguration.JwtIssuer;
import dev.cksauth.reference.apiserver.AuthenticationConfiguration.Mapping;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Wrong configurations of a real API server for one issuer, as their owners make them. */
enum Misconfigured {
  NO_PREFIX_FOR_USERS("primary", "names-no-system-user"),
  NO_PREFIX_FOR_GROUPS("primary", "gives-no-system-group"),
  ANOTHER_CLIENT("primary", "accepts-token"),
  ANOTHER_CLAIM_FOR_USERS("primary", "accepts-token"),
  NO_GROUPS("primary", "reads-groups#list"),
  ANOTHER_CLAIM_FOR_GROUPS("primary", "reads-groups#text"),
  SLASH_AFTER_THE_ISSUER("primary", "accepts-token"),
  EMAIL_BY_SUBJECT("email", "takes-verified-email"),
  EMAIL_WITHOUT_A_PREFIX("email", "takes-verified-email"),
  NO_RULES_ON_CLAIMS("rules", "applies-claim-rules"),
  NO_RULE_ON_FACTORS("rules", "applies-claim-rules#one-factor"),
  NO_RULES_ON_USERS("rules", "applies-user-rules"),
  NO_RULE_ON_GROUPS("rules", "applies-user-rules#system-group"),
  ONE_AUDIENCE("rules", "takes-second-audience"),
  NO_EXTRA("rules", "maps-claims-by-expressions");

  private static final String CLIENT = "kubernetes";
  private static final String PREFIX = "oidc:";

  private final String role;
  private final String killer;

  Misconfigured(String role, String killer) {
    this.role = role;
    this.killer = killer;
  }

  /** In the place of which of the reference's issuers it stands. */
  String role() {
    return role;
  }

  boolean ofPrimary() {
    return role.equals("primary");
  }

  String killer() {
    return "oidc/" + killer;
  }

  String word() {
    return "configured-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  JwtIssuer issuer(URI url, String authority) {
    return switch (role) {
      case "email" ->
          JwtIssuer.of(
              url,
              authority,
              CLIENT,
              new Mapping(
                  this == EMAIL_BY_SUBJECT ? "sub" : "email",
                  this == EMAIL_WITHOUT_A_PREFIX ? "" : "email:"),
              Map.of());
      case "rules" -> rules(url, authority);
      default -> primary(url, authority);
    };
  }

  private JwtIssuer primary(URI url, String authority) {
    URI named = this == SLASH_AFTER_THE_ISSUER ? URI.create(url + "/") : url;
    String groups = this == ANOTHER_CLAIM_FOR_GROUPS ? "roles" : "groups";
    return JwtIssuer.of(
        named,
        authority,
        this == ANOTHER_CLIENT ? "another" : CLIENT,
        new Mapping(
            this == ANOTHER_CLAIM_FOR_USERS ? "jti" : "sub",
            this == NO_PREFIX_FOR_USERS ? "" : PREFIX),
        this == NO_GROUPS
            ? Map.of()
            : Map.of(
                "groups", new Mapping(groups, this == NO_PREFIX_FOR_GROUPS ? "" : PREFIX).json()));
  }

  private JwtIssuer rules(URI url, String authority) {
    Map<String, Object> usual =
        Map.of(
            "username",
            expression("claims.name"),
            "groups",
            expression("claims.?roles.orValue([])"),
            "uid",
            expression("claims.?uid.orValue('')"));
    Map<String, Object> extra =
        Map.of("key", "cks-auth.dev/tenant", "valueExpression", "claims.?tenant.orValue('')");
    Map<String, Object> mappings = new TreeMap<>(usual);
    if (this != NO_EXTRA) {
      mappings.put("extra", List.of(extra));
    }
    Map<String, Object> rules = new TreeMap<>();
    if (this != NO_RULES_ON_CLAIMS) {
      rules.put("claimValidationRules", claimRules());
    }
    if (this != NO_RULES_ON_USERS) {
      rules.put("userValidationRules", userRules());
    }
    List<String> clients =
        this == ONE_AUDIENCE ? List.of(CLIENT) : List.of(CLIENT, "kubernetes-cli");
    return new JwtIssuer(url, Optional.empty(), authority, clients, mappings, rules);
  }

  private List<Map<String, Object>> claimRules() {
    Map<String, Object> domain = Map.of("claim", "hd", "requiredValue", "example.com");
    return this == NO_RULE_ON_FACTORS
        ? List.of(domain)
        : List.of(domain, expression("claims.?acr.orValue('') == 'mfa'"));
  }

  private List<Map<String, Object>> userRules() {
    Map<String, Object> user = expression("!user.username.startsWith('system:')");
    return this == NO_RULE_ON_GROUPS
        ? List.of(user)
        : List.of(user, expression("user.groups.all(group, !group.startsWith('system:'))"));
  }

  private static Map<String, Object> expression(String text) {
    return Map.of("expression", text);
  }
}
