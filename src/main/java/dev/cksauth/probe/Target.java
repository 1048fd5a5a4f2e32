package dev.cksauth.probe;

import dev.cksauth.subject.Address;
import dev.cksauth.subject.Client;
import dev.cksauth.subject.Endpoint;
import dev.cksauth.subject.Kubeconfig;
import dev.cksauth.subject.WebhookEndpoint;
import java.net.URI;
import java.util.Optional;

/**
 * Where requests go.
 *
 * @param name for people
 * @param base whose scheme and authority are used; paths are the requests' own
 * @param dial the address to connect to instead of the base's
 * @param client how to connect; its bearer token and login are not sent of themselves
 */
public record Target(String name, URI base, Optional<Address> dial, Client client) {
  /** An endpoint of a cluster. */
  public static Target of(Endpoint endpoint) {
    Client client =
        new Client(
            endpoint.ca(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new Target(endpoint.name(), endpoint.url(), endpoint.address(), client);
  }

  /** What a kubeconfig's context leads to. */
  public static Target of(Kubeconfig kubeconfig) {
    return new Target(
        kubeconfig.context(), kubeconfig.server(), Optional.empty(), kubeconfig.client());
  }

  /** A webhook. */
  public static Target of(WebhookEndpoint webhook) {
    return new Target("webhook", webhook.url(), Optional.empty(), webhook.client());
  }

  /** The path and query of the base as it is written: what a webhook is called with. */
  public String pathAndQuery() {
    return base.getRawQuery() == null ? path() : path() + "?" + base.getRawQuery();
  }

  /** The path of the base as it is written, at least a slash. */
  public String path() {
    return base.getRawPath() == null || base.getRawPath().isEmpty() ? "/" : base.getRawPath();
  }

  boolean secure() {
    return !"http".equalsIgnoreCase(base.getScheme());
  }

  /** The URL's host, an IPv6 one without brackets. */
  String host() {
    String host = base.getHost();
    if (host == null) {
      throw new IllegalArgumentException("The URL of " + name + " has no host");
    }
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The URL's authority as written, without what may stand before an @. */
  public String authority() {
    String authority = base.getRawAuthority();
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  /** The name to ask for in the handshake and to expect in the certificate. */
  String tlsName() {
    return client.tlsServerName().orElseGet(this::host);
  }

  /** What to connect to. */
  public Address address() {
    return dial.orElseGet(() -> {
      int port = base.getPort() >= 0 ? base.getPort() : secure() ? 443 : 80;
      return new Address(host(), port);
    });
  }
}
