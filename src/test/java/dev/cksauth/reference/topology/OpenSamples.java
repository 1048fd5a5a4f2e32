package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.Fault;
import dev.cksauth.reference.webhook.OpenWebhook;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import dev.cksauth.reference.webhook.WebhookServer;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Sample webhooks with faults, each with the subject file of an honest one. */
public final class OpenSamples {

  /** Which sample. */
  public enum Sample {
    STATIC,
    JWT,
    DIRECTORY,
    FACTORS,
    INTROSPECTION,
    CHAIN
  }

  private OpenSamples() {}

  /**
   * Starts one.
   *
   * @param directory for its files, to be made
   * @throws IOException when it does not start
   */
  public static SampleWebhooks start(
      Path directory, CertificateAuthority authority, Sample sample, Fault fault)
      throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
    return SampleWebhooks.start(
        directory,
        authority,
        List.of(
            switch (sample) {
              case STATIC -> SampleWebhooks.Sample.STATIC;
              case JWT -> SampleWebhooks.Sample.JWT;
              case DIRECTORY -> SampleWebhooks.Sample.DIRECTORY;
              case FACTORS -> SampleWebhooks.Sample.FACTORS;
              case INTROSPECTION -> SampleWebhooks.Sample.INTROSPECTION;
              case CHAIN -> SampleWebhooks.Sample.CHAIN;
            }),
        new Serving(fault));
  }

  /** For a server that shows a certificate of the authority for localhost. */
  public static SSLContext serving(CertificateAuthority authority) throws IOException {
    return TlsContexts.serving(authority);
  }

  /** For a server that shows a certificate of the authority for another name. */
  public static SSLContext servingAs(String name, CertificateAuthority authority)
      throws IOException {
    return TlsContexts.serving(authority.issueServer(List.of(name), List.of()));
  }

  /** For a client that trusts the authority alone. */
  public static SSLContext trusting(CertificateAuthority authority) throws IOException {
    return TlsContexts.trusting(authority);
  }

  private record Serving(Fault fault) implements SampleWebhooks.Serving {
    @Override
    public WebhookServer serve(
        WebhookServerSpec spec, TokenAuthenticator authenticator, DecisionLog log)
        throws IOException {
      return OpenWebhook.serve(spec, authenticator, log, fault);
    }

    @Override
    public TlsIdentity renewed(TlsIdentity identity) {
      return fault.renewed(identity);
    }
  }
}
