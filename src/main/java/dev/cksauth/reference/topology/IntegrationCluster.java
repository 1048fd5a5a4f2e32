package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.apiserver.ApiServer;
import dev.cksauth.reference.apiserver.ApiServerSpec;
import dev.cksauth.reference.apiserver.AuthenticationConfiguration;
import dev.cksauth.reference.apiserver.ControlPlane;
import dev.cksauth.reference.idp.EmbeddedIssuer;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A second cluster of a reference system: an API server with a webhook, which scenarios disturb,
 * and a managed endpoint before it. The first cluster is not touched by what happens here.
 */
final class IntegrationCluster implements AutoCloseable {

  /** The subject's name, and that of its file. */
  static final String NAME = "integration-cluster";

  /** The name of its administrator's kubeconfig. */
  static final String ADMINISTRATOR = "integration-admin";

  /** How its API server asks the webhook, beside where. */
  static final Map<String, String> WEBHOOK_FLAGS =
      Map.of(
          "authentication-token-webhook-cache-ttl",
          IntegrationWebhook.CACHE_TTL,
          "authentication-token-webhook-version",
          "v1");

  private static final String CONFIG_FILE = "authentication-token-webhook-config-file";
  private static final Duration READY = Duration.ofMinutes(2);

  private final Teardown teardown = new Teardown();
  private final Parts parts;
  private final IntegrationWebhook webhook;
  private final AccessWebhooks accesses;
  private final EmbeddedIssuer issuer;
  private final Path subjects;
  private final ApiServer apiServer;
  private int managedPort;

  /**
   * What it is made of, beside what is its own.
   *
   * @param flags of its API server, in the place of the usual ones
   */
  record Parts(
      RunDirectory run,
      ControlPlane controlPlane,
      CertificateAuthority authority,
      ReferenceNames names,
      Map<String, String> flags) {

    /** The honest one. */
    static Parts of(
        RunDirectory run,
        ControlPlane controlPlane,
        CertificateAuthority authority,
        ReferenceNames names) {
      return new Parts(run, controlPlane, authority, names, Map.of());
    }
  }

  /** Starts the managed endpoint before the API server of a port, and tells its own. */
  @FunctionalInterface
  interface Managed {
    int before(int apiServerPort) throws IOException, InterruptedException;
  }

  private IntegrationCluster(Parts parts, Path subjects) throws IOException, InterruptedException {
    this.parts = parts;
    this.subjects = subjects;
    try {
      webhook = teardown.add(IntegrationWebhook.start(subjects, parts.authority()));
      accesses = teardown.add(AccessWebhooks.start(parts.authority(), parts.controlPlane()));
      issuer =
          teardown.add(
              EmbeddedIssuer.start(EmbeddedIssuer.Spec.of(TlsContexts.serving(parts.authority()))));
      parts.controlPlane().reach(webhook.uri());
      parts.controlPlane().reach(issuer.issuer());
      apiServer = teardown.add(ApiServer.start(parts.controlPlane(), parts.run(), spec()));
    } catch (IOException | InterruptedException | RuntimeException failed) {
      @Nullable Exception unused = teardown.close();
      throw failed;
    }
  }

  /**
   * Starts one; its API server is not ready yet.
   *
   * @param subjects where its subject file will be
   * @throws IOException when a part does not start; none runs then
   */
  static IntegrationCluster start(Parts parts, Path subjects)
      throws IOException, InterruptedException {
    return new IntegrationCluster(parts, subjects);
  }

  private ApiServerSpec spec() throws IOException {
    Path kubeconfig =
        PrivateFile.write(
            parts.run().path().resolve("token-webhook-" + webhook.uri().getPort() + ".json"),
            webhook.kubeconfig());
    Path configuration =
        parts.run().path().resolve("integration-" + webhook.uri().getPort() + ".json");
    new AuthenticationConfiguration(
            List.of(
                ReferenceIssuer.CHANGING.configured(
                    issuer.issuer(), parts.authority().certificatePem())))
        .writeTo(configuration);
    ApiServerSpec usual =
        ApiServerSpec.of(parts.authority(), parts.names().clusterId() + "-integration");
    Map<String, String> flags = new HashMap<>(WEBHOOK_FLAGS);
    flags.put(CONFIG_FILE, kubeconfig.toString());
    flags.put("api-audiences", usual.serviceAccountIssuer() + "," + SampleJwts.AUDIENCE);
    flags.put(
        "authorization-config",
        accesses.configuration(parts.run().path(), parts.authority()).toString());
    flags.putAll(parts.flags());
    return usual
        .withDnsNames(List.of(parts.names().unmanagedHost()))
        .withAuthenticationConfiguration(configuration)
        .withFlags(flags);
  }

  /**
   * Waits until it serves, and sets it up.
   *
   * @param managed starts its managed endpoint
   */
  void awaitReady(Managed managed) throws IOException, InterruptedException {
    apiServer.awaitReady(READY);
    try (AdministratorClient administrator =
        new AdministratorClient(
            local(), parts.authority().certificate(), apiServer.administratorToken())) {
      new Rights(administrator).grant(ManagedPart.IMPERSONATOR);
    }
    managedPort = managed.before(apiServer.port());
  }

  ApiServer apiServer() {
    return apiServer;
  }

  private URI local() {
    return URI.create("https://127.0.0.1:" + apiServer.port());
  }

  /**
   * Writes its subject file.
   *
   * @param version of its API server
   * @param credentials the lines of the console's credentials
   * @param actions the lines of the console's actions
   * @param administrator a kubeconfig of its administrator
   */
  Path write(String version, String credentials, String actions, String administrator)
      throws IOException {
    PrivateFile.write(kubeconfig(), administrator);
    apiServer.serviceAccountKey().writeTo(subjects, NAME);
    PrivateFile.write(subjects.resolve("integration-issuer.jwks"), issuer.privateKeys());
    return PrivateFile.write(
        subjects.resolve(NAME + ".yaml"),
        head(version)
            + credentials
            + webhook.credentials()
            + issuers()
            + webhook.yaml()
            + accesses.yaml()
            + actions);
  }

  /** The kubeconfig of its administrator. */
  Path kubeconfig() {
    return parts.run().path().resolve("kubeconfigs").resolve(ADMINISTRATOR + ".kubeconfig");
  }

  private String head(String version) {
    ReferenceEndpoint lower = parts.names().unmanaged(apiServer.port());
    ReferenceEndpoint upper = parts.names().managed(managedPort);
    return """
    # A cluster with a webhook, of one run. It goes with the directory that this file is in.
    apiVersion: cks-auth.dev/v1
    kind: Cluster
    metadata: {name: %s, version: %s, vendor: cks-auth}
    profiles: [integration]
    endpoints:
      managed:    {url: "%s", ca: ca.pem, address: "%s"}
      unmanaged:  {url: "%s", ca: ca.pem, address: "%s"}
    administrator: {kubeconfig: {file: ../kubeconfigs/integration-admin.kubeconfig, context: admin}}
    serviceAccountSigner: {file: %s.key}
    """
        .formatted(NAME, version, upper.url(), upper.address(), lower.url(), lower.address(), NAME);
  }

  private String issuers() {
    String settings = ReferenceIssuer.CHANGING.settings();
    return """
    oidc: {issuer: "%s", %s}
    issuers:
      - {url: "%s", signingKeys: {file: integration-issuer.jwks}}
    """
        .formatted(issuer.issuer(), settings, issuer.issuer());
  }

  @Override
  public void close() {
    @Nullable Exception failure = teardown.close();
    if (failure != null) {
      throw new IllegalStateException("the cluster with a webhook did not stop", failure);
    }
  }
}
