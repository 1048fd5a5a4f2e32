package dev.cksauth.reference.webhook;

import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.subject.SecretValue;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How a webhook is served.
 *
 * @param port on 127.0.0.1; 0: a free one
 * @param path of reviews
 * @param identity shown to clients; empty: plain HTTP, for tests
 * @param clientAuthorities whose clients alone are served; empty: whoever comes
 * @param bearer what clients must show beside the review
 */
public record WebhookServerSpec(
    int port,
    String path,
    Optional<TlsIdentity> identity,
    List<X509Certificate> clientAuthorities,
    Optional<SecretValue> bearer) {

  /** Where reviews are posted unless said otherwise. */
  public static final String PATH = "/authenticate";

  public WebhookServerSpec {
    clientAuthorities = List.copyOf(clientAuthorities);
  }

  /** HTTPS on a free port for whoever comes. */
  public static WebhookServerSpec of(TlsIdentity identity) {
    return new WebhookServerSpec(0, PATH, Optional.of(identity), List.of(), Optional.empty());
  }

  /** Plain HTTP on a free port for whoever comes. */
  public static WebhookServerSpec plain() {
    return new WebhookServerSpec(0, PATH, Optional.empty(), List.of(), Optional.empty());
  }

  /** The same at a port. */
  public WebhookServerSpec at(int other) {
    return new WebhookServerSpec(other, path, identity, clientAuthorities, bearer);
  }

  /** The same with another path. */
  public WebhookServerSpec withPath(String other) {
    return new WebhookServerSpec(port, other, identity, clientAuthorities, bearer);
  }

  /** The same for clients of these authorities only. */
  public WebhookServerSpec forClientsOf(List<X509Certificate> authorities) {
    return new WebhookServerSpec(port, path, identity, authorities, bearer);
  }

  /** The same for clients that show this token only. */
  public WebhookServerSpec forBearer(SecretValue token) {
    return new WebhookServerSpec(port, path, identity, clientAuthorities, Optional.of(token));
  }
}
