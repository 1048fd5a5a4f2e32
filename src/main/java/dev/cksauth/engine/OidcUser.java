package dev.cksauth.engine;

import dev.cksauth.subject.Expected;
import dev.cksauth.subject.OidcSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Whom a cluster should take the bearer of an OIDC token for (contract C-11, C-13). */
final class OidcUser {
  private OidcUser() {}

  /** Empty where the claims name no user, or groups in a form that no cluster takes. */
  static Optional<Expected> of(OidcSettings settings, JsonNode claims) {
    JsonNode username = claims.path(settings.usernameClaim());
    Optional<Set<String>> groups = groups(settings, claims);
    return username.isString() && groups.isPresent()
        ? Optional.of(
            new Expected(
                settings.beforeUsername() + username.asString(),
                groups,
                Optional.empty(),
                Map.of()))
        : Optional.empty();
  }

  private static Optional<Set<String>> groups(OidcSettings settings, JsonNode claims) {
    JsonNode claim = claims.path(settings.groupsClaim().orElse(""));
    Set<String> groups = new TreeSet<>();
    if (claim.isString()) {
      groups.add(settings.beforeGroup() + claim.asString());
    }
    for (JsonNode group : claim) {
      if (!claim.isArray() || !group.isString()) {
        return Optional.empty();
      }
      groups.add(settings.beforeGroup() + group.asString());
    }
    return claim.isMissingNode() || claim.isString() || claim.isArray()
        ? Optional.of(groups)
        : Optional.empty();
  }
}
