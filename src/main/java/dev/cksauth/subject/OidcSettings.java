package dev.cksauth.subject;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What the cluster is configured with to accept OIDC tokens.
 *
 * @param issuer as configured, byte for byte: a trailing slash counts
 * @param algorithms {@code RS256} where the file does not say
 * @param usernameClaim {@code sub} where the file does not say
 */
public record OidcSettings(
    URI issuer,
    String clientId,
    List<String> algorithms,
    String usernameClaim,
    Optional<String> usernamePrefix,
    Optional<String> groupsClaim,
    Optional<String> groupsPrefix) {
  public OidcSettings {
    algorithms = List.copyOf(algorithms);
  }
}
