package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.console.ConsoleTokens;
import dev.cksauth.reference.managed.ManagedEndpointSpec;
import dev.cksauth.reference.managed.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The honest managed endpoint before an API server of a reference system. */
public final class ManagedPart {

  /** Its own user at the API server. */
  static final String IMPERSONATOR = "cks:managed-endpoint";

  private static final Duration BACKDATED = Duration.ofHours(1);
  private static final Duration VALIDITY = Duration.ofDays(90);

  private ManagedPart() {}

  /**
   * How it is made.
   *
   * @param authority signs its certificates, and has signed the API server's
   * @param host its name, beside localhost and 127.0.0.1
   * @param console whose tokens it takes
   * @param apiServerPort on 127.0.0.1
   */
  public static ManagedEndpointSpec spec(
      CertificateAuthority authority, String host, ConsoleTokens console, int apiServerPort)
      throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    Instant now = Instant.now();
    return ManagedEndpointSpec.of(
        console,
        identity(authority.issueServer(List.of(host, "localhost"), List.of(loopback))),
        URI.create("https://127.0.0.1:" + apiServerPort),
        authority.certificate(),
        identity(
            authority.issueClient(
                IMPERSONATOR, List.of(), now.minus(BACKDATED), now.plus(VALIDITY))));
  }

  private static TlsIdentity identity(IssuedCertificate issued) {
    return new TlsIdentity(issued.privateKey(), List.of(issued.certificate()));
  }
}
