package dev.cksauth.reference.topology;

import dev.cksauth.credential.Pem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Kubeconfigs without a credential in them: kubectl asks a command for a token. */
final class PluginKubeconfig {
  private PluginKubeconfig() {}

  /**
   * A kubeconfig of a user who logs in at the identity provider of the reference system that is up.
   *
   * @param server the endpoint
   * @param ca what signed the endpoint's certificate
   * @param user as {@code cks-auth token} knows them
   * @param launcher the program {@code cks-auth}
   * @param base where {@code up} keeps its state
   */
  static String execKubeconfig(
      URI server, X509Certificate ca, String user, Path launcher, Path base) {
    return """
    # A user of the identity provider, at the unmanaged endpoint of the reference cluster. The token
    # is fetched anew by each command: it is good for minutes.
    apiVersion: v1
    kind: Config
    clusters:
    - name: unmanaged
      cluster:
        server: "%s"
        certificate-authority-data: %s
    users:
    - name: "%s"
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1
          command: "%s"
          args: [token, --user, "%s", --directory, "%s"]
          interactiveMode: Never
    contexts:
    - name: "%s"
      context:
        cluster: unmanaged
        user: "%s"
    current-context: "%s"
    """
        .formatted(
            server,
            Base64.getEncoder().encodeToString(Pem.of(ca).getBytes(StandardCharsets.US_ASCII)),
            yaml(user),
            yaml(launcher.toString()),
            yaml(user),
            yaml(base.toString()),
            yaml(user),
            yaml(user),
            yaml(user));
  }

  private static String yaml(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
