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

  private static final String EMAIL = "email";

  public OidcSettings {
    algorithms = List.copyOf(algorithms);
  }

  /**
   * What stands before a username: without a setting the issuer and {@code #}, except before an
   * email (Kubernetes reference, Authenticating: --oidc-username-prefix); {@code -} is nothing.
   */
  public String beforeUsername() {
    return usernamePrefix
        .map(prefix -> prefix.equals("-") ? "" : prefix)
        .orElse(usernameClaim.equals(EMAIL) ? "" : issuer + "#");
  }

  /** What stands before a group. */
  public String beforeGroup() {
    return groupsPrefix.orElse("");
  }
}
