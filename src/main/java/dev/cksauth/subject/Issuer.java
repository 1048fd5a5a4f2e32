package dev.cksauth.subject;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * An OIDC issuer of a test cluster.
 *
 * @param name which of the issuers that scenarios speak of it is; empty: none of them
 * @param ca what signed its certificate, where the cluster is to be told
 * @param settings how the cluster is configured for it, where the file says so
 * @param signingKeys the keys that it signs with, to forge tokens
 */
public record Issuer(
    String name,
    URI url,
    Optional<Authorities> ca,
    Optional<OidcSettings> settings,
    Optional<Signer> signingKeys,
    Map<ActionName, Action> actions) {

  public Issuer {
    actions = Map.copyOf(actions);
  }
}
