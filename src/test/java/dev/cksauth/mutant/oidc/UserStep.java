package dev.cksauth.mutant.oidc;

import static dev.cksauth.mutant.oidc.OidcFault.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Whom a good token stands for, as the API server of the reference is configured. */
record UserStep(Faulty faulty, JsonNode claims) {
  private static final String PREFIX = "oidc:";
  private static final String SYSTEM = "system:";
  private static final int LONGEST = 100;

  /** A user as a TokenReview tells it. */
  record Named(String username, String uid, List<String> groups, Map<String, List<String>> extra) {}

  Named usual(JsonNode groups) throws DeniedException {
    String prefix = faulty.has(HAS_NO_PREFIX_FOR_USERS) ? "" : PREFIX;
    return new Named(prefix + written(username()), "", prefixed(groups(groups)), extra());
  }

  private List<String> prefixed(List<String> groups) {
    String prefix = faulty.has(HAS_NO_PREFIX_FOR_GROUPS) ? "" : PREFIX;
    return groups.stream().map(group -> prefix + group).toList();
  }

  private String username() throws DeniedException {
    JsonNode claim = claims.path("sub");
    boolean converted =
        (faulty.has(NAMES_USERS_BY_NUMBERS) && claim.isNumber())
            || (faulty.has(NAMES_USERS_BY_FLAGS) && claim.isBoolean());
    if (converted) {
      return claim.asString();
    }
    if (faulty.has(NAMES_USERS_BY_LISTS) && claim.isArray()) {
      return claim.path(0).asString("");
    }
    if (faulty.has(NAMES_USERS_BY_OBJECTS) && claim.isObject()) {
      return claim.toString();
    }
    if (faulty.has(NAMES_THE_NAMELESS) && claim.isMissingNode()) {
      return "nobody";
    }
    if (!claim.isString()) {
      throw new DeniedException("parse username claims");
    }
    return claim.asString();
  }

  private String written(String name) {
    return switch (faulty.fault().orElse(SKIPS_SIGNATURES)) {
      case LOWERS_USERNAMES -> name.toLowerCase(Locale.ROOT);
      case CUTS_USERNAMES_AT_THE_AT_SIGN -> name.replaceFirst("@.*", "");
      case CUTS_USERNAMES_AT_COLONS -> name.replaceFirst(":.*", "");
      case CUTS_USERNAMES_AT_SLASHES -> name.replaceFirst("/.*", "");
      case CUTS_USERNAMES_AT_BLANKS -> name.replaceFirst(" .*", "");
      case CUTS_LONG_USERNAMES -> name.substring(0, Math.min(name.length(), LONGEST));
      case WRITES_USERNAMES_IN_ASCII -> name.replaceAll("[^\\x20-\\x7e]", "?");
      default -> name;
    };
  }

  private List<String> groups(JsonNode claim) throws DeniedException {
    if ((faulty.has(DEMANDS_GROUPS) && claim.isMissingNode())
        || (faulty.has(REFUSES_EMPTY_GROUPS) && claim.isArray() && claim.isEmpty())) {
      throw new DeniedException("groups are demanded");
    }
    boolean ignored =
        claim.isMissingNode()
            || (faulty.has(IGNORES_GROUPS_AS_TEXT) && claim.isString())
            || (faulty.has(IGNORES_LISTS_OF_GROUPS) && claim.isArray())
            || (faulty.has(TAKES_NUMBERS_FOR_GROUPS) && claim.isNumber())
            || (faulty.has(TAKES_FLAGS_FOR_GROUPS) && claim.isBoolean())
            || (faulty.has(TAKES_OBJECTS_FOR_GROUPS) && claim.isObject());
    if (ignored) {
      return List.of();
    }
    List<String> groups = new ArrayList<>();
    for (JsonNode group : claim.isArray() ? claim : List.of(claim)) {
      boolean odd =
          (faulty.has(TAKES_LISTS_OF_NUMBERS_FOR_GROUPS) && group.isNumber())
              || (faulty.has(TAKES_NESTED_GROUPS) && group.isArray());
      if (odd) {
        groups.add(group.toString());
      } else if (group.isString()) {
        groups.addAll(split(group.asString()));
      } else {
        throw new DeniedException("parse groups claim");
      }
    }
    return groups;
  }

  private List<String> split(String group) {
    if (faulty.has(SPLITS_GROUPS_AT_COMMAS)) {
      return List.of(group.split(",", -1));
    }
    return List.of(faulty.has(CUTS_GROUPS_AT_BLANKS) ? group.replaceFirst(" .*", "") : group);
  }

  private Map<String, List<String>> extra() {
    Map<String, List<String>> extra = new TreeMap<>();
    String id = claims.path("jti").asString("");
    if (!faulty.has(TELLS_NO_CREDENTIAL_ID) && claims.path("jti").isString()) {
      extra.put("authentication.kubernetes.io/credential-id", List.of("JTI=" + id));
    }
    return extra;
  }

  Named byEmail() throws DeniedException {
    JsonNode verified = claims.path("email_verified");
    boolean forgiven =
        verified.isMissingNode()
            || (verified.isBoolean() && verified.asBoolean())
            || (faulty.has(IGNORES_UNVERIFIED_EMAIL) && verified.isBoolean())
            || (faulty.has(TAKES_EMAIL_VERIFIED_IN_WORDS) && verified.isString())
            || (faulty.has(TAKES_EMAIL_VERIFIED_IN_NUMBERS) && verified.isNumber());
    if (!forgiven
        || (faulty.has(DEMANDS_VERIFIED_EMAIL) && verified.isMissingNode())
        || (faulty.has(REFUSES_EMAIL_VERIFIED) && !verified.isMissingNode())) {
      throw new DeniedException("email not verified");
    }
    JsonNode email = claims.path("email");
    if (!email.isString() && !faulty.has(TAKES_SUBJECT_FOR_EMAIL)) {
      throw new DeniedException("parse username claims");
    }
    String name = email.asString(claims.path("sub").asString(""));
    return new Named("email:" + name, "", List.of(), extra());
  }

  Named byRules() throws DeniedException {
    if (!faulty.has(SKIPS_CLAIM_RULES)) {
      requireClaims();
    }
    JsonNode claim = claims.path("name");
    String name = claim.asString("");
    if (claim.isMissingNode() && faulty.has(NAMES_BY_SUBJECT_WHERE_THE_NAME_IS_MISSING)) {
      name = claims.path("sub").asString("");
    } else if (!claim.isString()
        && !(claim.isNumber() && faulty.has(NAMES_BY_NUMBERS_IN_EXPRESSIONS))) {
      throw new DeniedException("error evaluating username expression");
    }
    if (name.isEmpty()) {
      if (!faulty.has(NAMES_NOBODY_IN_EXPRESSIONS)) {
        throw new DeniedException("the username is empty");
      }
      name = "nobody";
    }
    List<String> roles = claims.path("roles").valueStream().map(JsonNode::asString).toList();
    if (!faulty.has(SKIPS_USER_RULES)) {
      requireUser(name, roles);
    }
    Map<String, List<String>> extra = extra();
    String tenant = claims.path("tenant").asString("");
    if (!tenant.isEmpty() && !faulty.has(MAPS_NO_EXTRA)) {
      extra.put("cks-auth.dev/tenant", List.of(tenant));
    }
    String uid = faulty.has(MAPS_NO_UID) ? "" : claims.path("uid").asString("");
    return new Named(name, uid, roles, extra);
  }

  private void requireClaims() throws DeniedException {
    JsonNode hd = claims.path("hd");
    boolean domain =
        (hd.isString() && hd.asString().equals("example.com"))
            || (faulty.has(COMPARES_THE_START_OF_REQUIRED_CLAIMS)
                && hd.asString("").startsWith("example.com"))
            || (faulty.has(TAKES_REQUIRED_CLAIMS_IN_LISTS) && hd.isArray())
            || (faulty.has(TAKES_REQUIRED_CLAIMS_AS_FLAGS) && hd.isBoolean())
            || (faulty.has(NEEDS_NO_REQUIRED_CLAIM) && hd.isMissingNode());
    JsonNode acr = claims.path("acr");
    boolean factors =
        acr.asString("").equals("mfa")
            || faulty.has(SKIPS_FACTORS)
            || (faulty.has(TAKES_FACTORS_NOT_SAID) && acr.isMissingNode());
    if (!domain || !factors) {
      throw new DeniedException("error evaluating claim validation expression");
    }
  }

  private void requireUser(String name, List<String> roles) throws DeniedException {
    List<String> looked =
        faulty.has(SKIPS_RULES_ON_GROUPS)
            ? List.of()
            : faulty.has(APPLIES_RULES_TO_THE_FIRST_GROUP)
                ? roles.stream().limit(1).toList()
                : roles;
    if (name.startsWith(SYSTEM) || looked.stream().anyMatch(role -> role.startsWith(SYSTEM))) {
      throw new DeniedException("error evaluating user info validation rule");
    }
  }
}
