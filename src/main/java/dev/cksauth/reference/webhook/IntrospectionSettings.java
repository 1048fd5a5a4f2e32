package dev.cksauth.reference.webhook;

import dev.cksauth.subject.SecretValue;
import java.net.URI;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * Whom to ask about tokens, and what to make of the answers.
 *
 * @param introspection the endpoint, as {@code introspection_endpoint} of the issuer's discovery
 * @param client who asks: the endpoint is not for everybody (RFC 7662 section 2.1)
 * @param secret its password
 * @param audiences of this webhook, one of which a token must be for
 * @param usernameClaim names the user; a name that its owner cannot change
 * @param groupsClaim their groups
 * @param tls whom to trust
 */
public record IntrospectionSettings(
    URI introspection,
    String client,
    SecretValue secret,
    List<String> audiences,
    String usernameClaim,
    String groupsClaim,
    SSLContext tls) {

  /** With lists of their own. */
  public IntrospectionSettings {
    audiences = List.copyOf(audiences);
  }
}
