package dev.cksauth.reference.webhook;

import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.process.Listening;
import dev.cksauth.subject.SecretValue;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How a webhook is served.
 *
 * @param address where it listens; port 0: a free one
 * @param path of reviews
 * @param identity shown to clients; empty: plain HTTP, for tests
 * @param clientAuthorities whose clients alone are served; empty: whoever comes
 * @param bearer what clients must show beside the review
 */
public record WebhookServerSpec(
    InetSocketAddress address,
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
    return new WebhookServerSpec(
        Listening.loopback().next(), PATH, Optional.of(identity), List.of(), Optional.empty());
  }

  /** Plain HTTP on a free port for whoever comes. */
  public static WebhookServerSpec plain() {
    return new WebhookServerSpec(
        Listening.loopback().next(), PATH, Optional.empty(), List.of(), Optional.empty());
  }

  /** The same at another port of its address. */
  public WebhookServerSpec at(int port) {
    return at(new InetSocketAddress(address.getAddress(), port));
  }

  /** The same at another address. */
  public WebhookServerSpec at(InetSocketAddress other) {
    return new WebhookServerSpec(other, path, identity, clientAuthorities, bearer);
  }

  /** The same with another path. */
  public WebhookServerSpec withPath(String other) {
    return new WebhookServerSpec(address, other, identity, clientAuthorities, bearer);
  }

  /** The same for clients of these authorities only. */
  public WebhookServerSpec forClientsOf(List<X509Certificate> authorities) {
    return new WebhookServerSpec(address, path, identity, authorities, bearer);
  }

  /** The same for clients that show this token only. */
  public WebhookServerSpec forBearer(SecretValue token) {
    return new WebhookServerSpec(address, path, identity, clientAuthorities, Optional.of(token));
  }
}
