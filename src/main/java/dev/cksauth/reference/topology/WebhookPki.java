package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.observer.ObservingFront;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Who shows what to whom between an API server and its webhooks. */
final class WebhookPki {

  /** Whom the API server shows itself as. */
  static final String CALLER = "kube-apiserver-webhook-client";

  private static final Duration BACKDATED = Duration.ofHours(1);
  private static final Duration VALIDITY = Duration.ofDays(90);

  private WebhookPki() {}

  /** What a webhook shows. */
  static TlsIdentity identity(CertificateAuthority authority) throws IOException {
    IssuedCertificate issued = TlsContexts.local(authority);
    return new TlsIdentity(issued.privateKey(), List.of(issued.certificate()));
  }

  /** A front before a webhook, for an API server that trusts the authority. */
  static ObservingFront.Spec front(URI webhook, CertificateAuthority authority) throws IOException {
    return new ObservingFront.Spec(
        webhook,
        TlsContexts.trusting(authority),
        identity(authority),
        identity(CertificateAuthority.create("nobody's")),
        List.of(authority.certificate()));
  }

  /** A kubeconfig that tells an API server where a webhook is, and what to show it. */
  static String kubeconfig(URI webhook, CertificateAuthority authority) {
    Instant now = Instant.now();
    IssuedCertificate caller =
        authority.issueClient(CALLER, List.of(), now.minus(BACKDATED), now.plus(VALIDITY));
    return """
    {"apiVersion": "v1", "kind": "Config", "current-context": "webhook",
     "contexts": [{"name": "webhook", "context": {"cluster": "webhook", "user": "api-server"}}],
     "clusters": [{"name": "webhook", "cluster": {
       "server": "%s", "certificate-authority-data": "%s"}}],
     "users": [{"name": "api-server", "user": {
       "client-certificate-data": "%s", "client-key-data": "%s"}}]}
    """
        .formatted(
            webhook,
            base64(authority.certificatePem()),
            base64(caller.certificatePem()),
            base64(caller.privateKeyPem()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
