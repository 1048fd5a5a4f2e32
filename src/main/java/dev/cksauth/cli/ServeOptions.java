package dev.cksauth.cli;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.webhook.CertificateFiles;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import dev.cksauth.subject.PemFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a sample webhook is served: the same for each of them. */
final class ServeOptions {
  private static final String HIGHEST_PORT = "65535";

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "On 127.0.0.1; default: 0, a free one, which is told.")
  private int port;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "Where reviews are posted; default: ${DEFAULT-VALUE}")
  private String path = WebhookServerSpec.PATH;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The server's certificate in PEM; loaded anew when it changes.")
  private @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its key in PEM.")
  private @Nullable Path key;

  @Option(
      names = "--self-signed",
      paramLabel = "DIR",
      description =
          "Instead: makes an authority and a certificate for localhost, and writes ca.pem there.")
  private @Nullable Path selfSigned;

  @Option(
      names = "--client-ca",
      paramLabel = "FILE",
      description = "Serve only clients with a certificate of this authority.")
  private @Nullable Path clientAuthority;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "What was decided, a line each; never a token.")
  private @Nullable Path log;

  /** What is served, with the certificate that clients are to trust where it is one of ours. */
  record Prepared(
      WebhookServerSpec spec, Optional<Path> authority, Optional<CertificateFiles> watched) {}

  Prepared prepare() throws CommandFailure {
    if (port < 0 || port > Integer.parseInt(HIGHEST_PORT)) {
      throw wrong("--port: from 0 to " + HIGHEST_PORT + "; this is " + port);
    }
    if (!path.startsWith("/") || path.contains("?")) {
      throw wrong("--path: begins with / and has no query; this is " + path);
    }
    boolean given = certificate != null && key != null;
    if ((certificate == null) != (key == null) || given == (selfSigned != null)) {
      throw wrong("give either --tls-cert and --tls-key, or --self-signed DIR");
    }
    try {
      Optional<CertificateFiles> files =
          certificate != null && key != null
              ? Optional.of(new CertificateFiles(certificate, key))
              : Optional.empty();
      TlsIdentity identity = files.isPresent() ? files.get().read() : made(selfSigned());
      List<X509Certificate> clients =
          clientAuthority == null ? List.of() : PemFiles.certificates(clientAuthority);
      WebhookServerSpec spec =
          WebhookServerSpec.of(identity).at(port).withPath(path).forClientsOf(clients);
      return new Prepared(
          spec,
          Optional.ofNullable(selfSigned).map(directory -> directory.resolve("ca.pem")),
          files);
    } catch (IOException unusable) {
      throw wrong(String.valueOf(unusable.getMessage()));
    }
  }

  private Path selfSigned() {
    return java.util.Objects.requireNonNull(selfSigned);
  }

  /** Makes an authority, whose certificate it writes there, and a certificate for localhost. */
  static TlsIdentity made(Path directory) throws IOException {
    CertificateAuthority authority = CertificateAuthority.create("cks-auth sample webhook");
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    IssuedCertificate issued = authority.issueServer(List.of("localhost"), List.of(loopback));
    return new TlsIdentity(issued.privateKey(), List.of(issued.certificate()));
  }

  DecisionLog log() throws CommandFailure {
    try {
      return log == null ? DecisionLog.none() : DecisionLog.to(log);
    } catch (IOException unwritable) {
      throw wrong("--log: cannot be written: " + log);
    }
  }

  static CommandFailure wrong(String message) {
    return new CommandFailure(ExitCode.WRONG_INPUT, message);
  }
}
