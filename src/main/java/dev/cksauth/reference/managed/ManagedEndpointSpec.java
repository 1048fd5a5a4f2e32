package dev.cksauth.reference.managed;

import dev.cksauth.reference.console.CloudConsole;
import java.net.URI;
import java.security.cert.X509Certificate;

/**
 * What a managed endpoint is made of.
 *
 * @param port on 127.0.0.1; 0 for any free one
 * @param identity what the endpoint shows to clients
 * @param upstream the API server, {@code https://host:port}
 * @param upstreamAuthority the authority that signed the API server's certificate
 * @param impersonator the endpoint's own user at the API server; it needs the right to impersonate
 *     users, groups and userextras, and should have no other
 */
public record ManagedEndpointSpec(
    int port,
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
      CloudConsole console,
      TlsIdentity identity,
      URI upstream,
      X509Certificate upstreamAuthority,
      TlsIdentity impersonator) {
    return new ManagedEndpointSpec(
        0,
        identity,
        upstream,
        upstreamAuthority,
        impersonator,
        ManagedPolicy.honest(console),
        Waits.DEFAULT);
  }

  public ManagedEndpointSpec withPort(int replacement) {
    return new ManagedEndpointSpec(
        replacement, identity, upstream, upstreamAuthority, impersonator, policy, waits);
  }

  public ManagedEndpointSpec withIdentity(TlsIdentity replacement) {
    return new ManagedEndpointSpec(
        port, replacement, upstream, upstreamAuthority, impersonator, policy, waits);
  }

  public ManagedEndpointSpec withPolicy(ManagedPolicy replacement) {
    return new ManagedEndpointSpec(
        port, identity, upstream, upstreamAuthority, impersonator, replacement, waits);
  }

  public ManagedEndpointSpec withWaits(Waits replacement) {
    return new ManagedEndpointSpec(
        port, identity, upstream, upstreamAuthority, impersonator, policy, replacement);
  }
}
