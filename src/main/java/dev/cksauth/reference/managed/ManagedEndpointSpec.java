package dev.cksauth.reference.managed;

import dev.cksauth.reference.console.ConsoleTokens;
import dev.cksauth.reference.process.Listening;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;

/**
 * What a managed endpoint is made of.
 *
 * @param address where it listens; port 0 for any free one
 * @param identity what the endpoint shows to clients
 * @param upstream the API server, {@code https://host:port}
 * @param upstreamAuthority the authority that signed the API server's certificate
 * @param impersonator the endpoint's own user at the API server; it needs the right to impersonate
 *     users, groups and userextras, and should have no other
 */
public record ManagedEndpointSpec(
    InetSocketAddress address,
    TlsIdentity identity,
    URI upstream,
    X509Certificate upstreamAuthority,
    TlsIdentity impersonator,
    ManagedPolicy policy,
    Waits waits) {

  /**
   * @throws IllegalArgumentException when the upstream is not an https URL of host and port alone
   */
  public ManagedEndpointSpec {
    String path = upstream.getRawPath();
    if (!"https".equals(upstream.getScheme())
        || upstream.getHost() == null
        || !(path == null || path.isEmpty() || path.equals("/"))
        || upstream.getRawQuery() != null) {
      throw new IllegalArgumentException("not https://host:port: " + upstream);
    }
  }

  /** An honest endpoint on any free port. */
  public static ManagedEndpointSpec of(
      ConsoleTokens console,
      TlsIdentity identity,
      URI upstream,
      X509Certificate upstreamAuthority,
      TlsIdentity impersonator) {
    return new ManagedEndpointSpec(
        Listening.loopback().next(),
        identity,
        upstream,
        upstreamAuthority,
        impersonator,
        ManagedPolicy.honest(console),
        Waits.DEFAULT);
  }

  /** The same at another port of its address. */
  public ManagedEndpointSpec withPort(int replacement) {
    return at(new InetSocketAddress(address.getAddress(), replacement));
  }

  /** The same at another address. */
  public ManagedEndpointSpec at(InetSocketAddress replacement) {
    return new ManagedEndpointSpec(
        replacement, identity, upstream, upstreamAuthority, impersonator, policy, waits);
  }

  public ManagedEndpointSpec withIdentity(TlsIdentity replacement) {
    return new ManagedEndpointSpec(
        address, replacement, upstream, upstreamAuthority, impersonator, policy, waits);
  }

  public ManagedEndpointSpec withPolicy(ManagedPolicy replacement) {
    return new ManagedEndpointSpec(
        address, identity, upstream, upstreamAuthority, impersonator, replacement, waits);
  }

  public ManagedEndpointSpec withWaits(Waits replacement) {
    return new ManagedEndpointSpec(
        address, identity, upstream, upstreamAuthority, impersonator, policy, replacement);
  }
}
