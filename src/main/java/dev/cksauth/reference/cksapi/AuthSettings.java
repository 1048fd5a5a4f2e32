package dev.cksauth.reference.cksapi;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a cluster's API server authenticates and authorizes by, beside what every cluster has.
 *
 * @param authn a webhook that reviews tokens
 * @param authz a webhook that reviews accesses
 */
public record AuthSettings(
    Optional<OidcBlock> oidc, Optional<WebhookBlock> authn, Optional<WebhookBlock> authz) {

  /** Nothing of it. */
  public static final AuthSettings NONE =
      new AuthSettings(Optional.empty(), Optional.empty(), Optional.empty());

  /** As a cluster's document has them. */
  static AuthSettings of(JsonNode cluster) {
    return new AuthSettings(
        OidcBlock.of(cluster.path(Fields.OIDC)),
        WebhookBlock.of(cluster.path(Fields.AUTHN)),
        WebhookBlock.of(cluster.path(Fields.AUTHZ)));
  }

  /** Whether the webhooks are the same ones. */
  boolean sameWebhooks(AuthSettings other) {
    return authn.equals(other.authn) && authz.equals(other.authz);
  }
}
