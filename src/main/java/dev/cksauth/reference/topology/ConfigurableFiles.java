package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.apiserver.ApiServer;
import dev.cksauth.reference.console.CloudConsole;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The files of a cluster that is there to be configured. */
final class ConfigurableFiles {

  /** Its subject file. */
  static final String SUBJECT = "configurable-cluster.yaml";

  /** Console users by the names of the files with their tokens. */
  private static final Map<String, String> TOKENS =
      Map.of(
          "console-admin",
          ReferenceFiles.ADMIN,
          "console-viewer",
          ReferenceFiles.VIEWER,
          "cks-api",
          ReferenceFiles.ADMIN,
          "cks-api-reader",
          ReferenceFiles.VIEWER);

  private static final String CREDENTIALS =
      """
      administrator: {kubeconfig: {file: admin.kubeconfig, context: admin}}
      credentials:
        - name: console-admin
          kind: console
          token: {file: console-admin.token}
          expect: {username: admin@example.com, groups: ["cks:admins", "system:authenticated"]}
          role: admin
          disposable: true
        - name: console-viewer
          kind: console
          token: {file: console-viewer.token}
          expect: {username: viewer@example.com, groups: ["cks:viewers", "system:authenticated"]}
          role: viewer
          disposable: true
        - name: console-kubeconfig
          kind: console
          kubeconfig: {file: console-admin.kubeconfig}
          expect: {username: admin@example.com, groups: ["cks:admins", "system:authenticated"]}
          disposable: true
      """;

  private final Path directory;
  private final CertificateAuthority authority;
  private final CloudConsole console;
  private final String clusterId;

  ConfigurableFiles(
      Path directory, CertificateAuthority authority, CloudConsole console, String clusterId) {
    this.directory = directory;
    this.authority = authority;
    this.console = console;
    this.clusterId = clusterId;
  }

  Path administrator(URI server, ApiServer apiServer) throws IOException {
    return PrivateFile.write(
        directory.resolve("admin.kubeconfig"),
        ReferenceFiles.administrator(authority, server, apiServer.administratorToken()));
  }

  /** Writes the subject file. */
  Path subject(
      List<ReferenceEndpoint> endpoints, String version, URI api, ConfigurationTargets targets)
      throws IOException {
    for (Map.Entry<String, String> token : TOKENS.entrySet()) {
      PrivateFile.write(
          directory.resolve(token.getKey() + ".token"), console.issue(token.getValue()) + "\n");
    }
    PrivateFile.write(
        directory.resolve("console-admin.kubeconfig"),
        console.kubeconfig(
            console.issue(ReferenceFiles.ADMIN),
            endpoints.getFirst().local(),
            authority.certificate()));
    return PrivateFile.write(
        directory.resolve(SUBJECT),
        ReferenceFiles.cluster("configurable-cluster", endpoints, version)
            + "profiles: [configuration, configuration-live]\n"
            + CREDENTIALS
            + targets.yaml(cksApi(api)));
  }

  private String cksApi(URI api) {
    return """
    cksApi:
      url: "%s"
      ca: ca.pem
      token: {file: cks-api.token}
      readOnlyToken: {file: cks-api-reader.token}
      clusterId: "%s"
      mayReconfigure: true
      disposableCluster: "%s"
    """
        .formatted(api, clusterId, clusterId);
  }
}
