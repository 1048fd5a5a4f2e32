package dev.cksauth.subject;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * An OIDC issuer of a test cluster.
 *
 * @param signingKeys the keys that it signs with, to forge tokens
 */
public record Issuer(URI url, Optional<Signer> signingKeys, Map<ActionName, Action> actions) {
  public Issuer {
    actions = Map.copyOf(actions);
  }
}
