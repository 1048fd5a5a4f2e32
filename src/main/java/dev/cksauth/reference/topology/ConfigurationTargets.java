package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.idp.EmbeddedIssuer;
import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.StaticTokens;
import dev.cksauth.reference.webhook.WebhookServer;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster can be configured with: two webhooks that know different users, and two issuers.
 * All of them have certificates of the reference's own authority, which an API server trusts only
 * when it is told to.
 */
final class ConfigurationTargets implements AutoCloseable {
  private static final List<String> WEBHOOKS = List.of("first", "second");
  private static final List<String> ISSUERS = List.of("primary", "second");
  private static final int TOKEN_BYTES = 24;

  private final Teardown teardown = new Teardown();
  private final Path directory;
  private final CertificateAuthority authority;
  private final List<URI> addresses = new ArrayList<>();
  private final StringBuilder credentials = new StringBuilder();
  private final StringBuilder webhooks = new StringBuilder("webhooks:\n");
  private final StringBuilder issuers = new StringBuilder("issuers:\n");

  private ConfigurationTargets(Path directory, CertificateAuthority authority) {
    this.directory = directory;
    this.authority = authority;
  }

  /**
   * Starts them all.
   *
   * @param directory where their files go; {@code ca.pem} of the authority is there
   * @throws IOException when one does not start; none runs then
   */
  static ConfigurationTargets start(Path directory, CertificateAuthority authority)
      throws IOException {
    ConfigurationTargets targets = new ConfigurationTargets(directory, authority);
    try {
      for (String name : WEBHOOKS) {
        targets.webhook(name);
      }
      for (String name : ISSUERS) {
        targets.issuer(name);
      }
      return targets;
    } catch (IOException | RuntimeException failed) {
      targets.close();
      throw failed;
    }
  }

  /** Where they are: on this machine's loopback. */
  List<URI> addresses() {
    return List.copyOf(addresses);
  }

  /** Their part of the subject file, which begins with more items of {@code credentials}. */
  String yaml(String between) {
    return credentials + between + webhooks + issuers;
  }

  private void webhook(String name) throws IOException {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    String user = "user-of-" + name;
    Path tokens = directory.resolve(name + "-webhook.tokens");
    PrivateFile.write(tokens, "%s,%s,%s-uid,\"dev\"%n".formatted(token, user, name));
    PrivateFile.write(directory.resolve(name + "-webhook.token"), token + "\n");
    Path log = directory.resolve(name + "-webhook.log");
    DecisionLog decisions = teardown.add(DecisionLog.to(log));
    IssuedCertificate issued = TlsContexts.local(authority);
    WebhookServer server =
        teardown.add(
            WebhookServer.start(
                WebhookServerSpec.of(
                    new TlsIdentity(issued.privateKey(), List.of(issued.certificate()))),
                new StaticTokens(tokens, false),
                decisions));
    addresses.add(server.uri());
    webhooks.append(
        """
          - name: %s
            url: "%s"
            ca: ca.pem
            log: {file: %s-webhook.log}
        """
            .formatted(name, server.uri(), name));
    credentials.append(
        """
          - name: %s-webhook
            kind: webhook
            token: {file: %s-webhook.token}
            expect: {username: %s, groups: [dev, "system:authenticated"]}
        """
            .formatted(name, name, user));
  }

  private void issuer(String name) throws IOException {
    EmbeddedIssuer issuer =
        teardown.add(EmbeddedIssuer.start(EmbeddedIssuer.Spec.of(TlsContexts.serving(authority))));
    PrivateFile.write(directory.resolve("issuer-" + name + ".jwks"), issuer.privateKeys());
    addresses.add(issuer.issuer());
    issuers.append(
        """
          - name: %s
            url: "%s"
            ca: ca.pem
            clientId: kubernetes
            algorithms: [ES256]
            usernameClaim: sub
            usernamePrefix: "%s:"
            groupsClaim: groups
            groupsPrefix: "%s:"
            signingKeys: {file: issuer-%s.jwks}
        """
            .formatted(name, issuer.issuer(), name, name, name));
  }

  @Override
  public void close() {
    @Nullable Exception failure = teardown.close();
    if (failure != null) {
      throw new IllegalStateException("a webhook or an issuer did not stop", failure);
    }
  }
}
