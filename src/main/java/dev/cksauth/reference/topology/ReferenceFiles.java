package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.apiserver.ApiServer;
import dev.cksauth.reference.console.CloudConsole;
import dev.cksauth.reference.console.ConsoleActions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of a reference system that its users read: the subject file, and kubeconfigs. */
final class ReferenceFiles {
  static final String ADMIN = "admin@example.com";
  static final String VIEWER = "viewer@example.com";

  /** Whose the console credentials of the subject file are. */
  static final Map<String, String> OWNERS =
      Map.of("console-admin", ADMIN, "console-viewer", VIEWER, "console-revoked", ADMIN);

  private static final Duration BACKDATED = Duration.ofHours(1);
  private static final Duration VALIDITY = Duration.ofDays(90);

  private static final String ADMINISTRATOR =
      """
      administrator: {kubeconfig: {file: ../kubeconfigs/admin.kubeconfig, context: admin}}
      """;

  private static final String SIGNER = "serviceAccountSigner: {file: service-account.key}\n";

  /** The Console's users, and one with a certificate. */
  static final String CREDENTIALS =
      """
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
          kubeconfig: {file: ../kubeconfigs/console-admin.kubeconfig}
          expect: {username: admin@example.com, groups: ["cks:admins", "system:authenticated"]}
          disposable: true
        - name: console-revoked
          kind: console-revoked
          token: {file: console-revoked.token}
          disposable: true
        - name: client-certificate
          kind: client-certificate
          clientCertificate: {certificate: client-certificate.crt, key: client-certificate.key}
          expect: {username: cert-user, groups: [cert-users, "system:authenticated"]}
      """;

  private final CertificateAuthority authority;
  private final CloudConsole console;
  private final ConsoleActions actions;
  private final Map<String, URI> elsewhere;
  private final Path subjects;
  private final Path kubeconfigs;

  /**
   * The files of a system.
   *
   * @param actions of the Console
   * @param elsewhere other actions of the clusters' subject files, with where they are
   */
  ReferenceFiles(
      Path run,
      CertificateAuthority authority,
      CloudConsole console,
      ConsoleActions actions,
      Map<String, URI> elsewhere) {
    this.elsewhere = Map.copyOf(elsewhere);
    this.authority = authority;
    this.console = console;
    this.actions = actions;
    this.subjects = run.resolve("subjects");
    this.kubeconfigs = run.resolve("kubeconfigs");
  }

  /**
   * Makes the directories.
   *
   * @return where subject files go, and the authority's certificate is
   */
  static Path directories(Path run, CertificateAuthority authority) throws IOException {
    Path subjects = run.resolve("subjects");
    directory(subjects);
    directory(run.resolve("kubeconfigs"));
    Files.writeString(subjects.resolve("ca.pem"), authority.certificatePem());
    return subjects;
  }

  /** What was written, each map in the order in which to show it. */
  record Written(List<Path> subjects, Map<String, Path> kubeconfigs, Map<String, Path> tokens) {
    Written {
      subjects = List.copyOf(subjects);
      kubeconfigs = Collections.unmodifiableMap(new LinkedHashMap<>(kubeconfigs));
      tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
    }

    /** The same with more kubeconfigs, behind the present ones. */
    Written withKubeconfigs(Map<String, Path> more) {
      Map<String, Path> all = new LinkedHashMap<>(kubeconfigs);
      all.putAll(more);
      return new Written(subjects, all, tokens);
    }

    /** The same with the subject files of other parts. */
    Written and(List<Path> more) {
      return new Written(
          Stream.concat(subjects.stream(), more.stream()).toList(), kubeconfigs, tokens);
    }
  }

  /** Writes them all; the issuers' part of the subject file is given. */
  Written write(
      List<ReferenceEndpoint> endpoints, ApiServer apiServer, String version, String issuers)
      throws IOException {
    ReferenceEndpoint managed = endpoints.get(0);
    ReferenceEndpoint unmanaged = endpoints.get(1);
    Map<String, Path> tokens = tokens();
    clientCertificate();
    apiServer.serviceAccountKey().writeTo(subjects, "service-account");
    Map<String, Path> kubectl = new LinkedHashMap<>();
    kubectl.put("console-admin", consoleKubeconfig("console-admin", managed.local()));
    kubectl.put("console-viewer", consoleKubeconfig("console-viewer", managed.local()));
    kubectl.put(
        "admin",
        PrivateFile.write(
            kubeconfigs.resolve("admin.kubeconfig"),
            administrator(authority, unmanaged.local(), apiServer.administratorToken())));
    return new Written(List.of(subject(endpoints, version, issuers)), kubectl, tokens);
  }

  private Path subject(List<ReferenceEndpoint> endpoints, String version, String issuers)
      throws IOException {
    return PrivateFile.write(
        subjects.resolve("reference-cluster.yaml"),
        cluster("reference-cluster", endpoints, version)
            + "profiles: [endpoints, oidc]\n"
            + ADMINISTRATOR
            + CREDENTIALS
            + SIGNER
            + issuers
            + actions());
  }

  /** The head of a cluster's subject file, up to its endpoints. */
  static String cluster(String name, List<ReferenceEndpoint> endpoints, String version) {
    ReferenceEndpoint managed = endpoints.get(0);
    ReferenceEndpoint unmanaged = endpoints.get(1);
    ReferenceEndpoint deprecated = endpoints.get(2);
    ReferenceEndpoint custom = endpoints.get(3);
    return """
    # A cluster of one run. It goes with the directory that this file is in.
    apiVersion: cks-auth.dev/v1
    kind: Cluster
    metadata: {name: %s, version: %s, vendor: cks-auth}
    endpoints:
      managed:    {url: "%s", ca: ca.pem, address: "%s"}
      unmanaged:  {url: "%s", ca: ca.pem, address: "%s"}
      deprecated: {url: "%s", ca: ca.pem, address: "%s"}
      custom:
        - {name: customer, url: "%s", ca: ca.pem, address: "%s"}
    """
        .formatted(
            name,
            version,
            managed.url(),
            managed.address(),
            unmanaged.url(),
            unmanaged.address(),
            deprecated.url(),
            deprecated.address(),
            custom.url(),
            custom.address());
  }

  /** Their addresses are secrets: whoever knows them can have tokens issued. */
  private String actions() {
    return actions(List.of("issue", "revoke", "restart", "stop", "start"));
  }

  /** Writes the subject file of a second cluster, whose Console is the same. */
  Path write(IntegrationCluster cluster, String version) throws IOException {
    ApiServer server = cluster.apiServer();
    return cluster.write(
        version,
        CREDENTIALS,
        actions(List.of("issue", "revoke")),
        administrator(
            authority,
            URI.create("https://127.0.0.1:" + server.port()),
            server.administratorToken()));
  }

  private String actions(List<String> names) {
    StringBuilder yaml = new StringBuilder("actions:\n");
    for (String name : names) {
      yaml.append("  %s: {post: \"%s\"}%n".formatted(name, actions.uri(name)));
    }
    elsewhere.forEach((name, uri) -> yaml.append("  %s: {post: \"%s\"}%n".formatted(name, uri)));
    return yaml.toString();
  }

  private Map<String, Path> tokens() throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String credential : List.of("console-admin", "console-viewer", "console-revoked")) {
      String token = console.issue(owner(credential));
      if (credential.equals("console-revoked")) {
        console.revoke(token);
      }
      Path file = subjects.resolve(credential + ".token");
      files.put(credential, PrivateFile.write(file, token + "\n"));
    }
    return files;
  }

  /** With a token of its own: those of the subject file may be revoked by a run. */
  private Path consoleKubeconfig(String name, URI managed) throws IOException {
    return PrivateFile.write(
        kubeconfigs.resolve(name + ".kubeconfig"),
        console.kubeconfig(console.issue(owner(name)), managed, authority.certificate()));
  }

  private static String owner(String credential) {
    return OWNERS.getOrDefault(credential, ADMIN);
  }

  private void clientCertificate() throws IOException {
    Instant now = Instant.now();
    authority
        .issueClient("cert-user", List.of("cert-users"), now.minus(BACKDATED), now.plus(VALIDITY))
        .writeTo(subjects, "client-certificate");
  }

  /** The administrator's kubeconfig. */
  static String administrator(CertificateAuthority authority, URI server, String token) {
    return """
    # The administrator of a reference cluster, at the API server itself.
    apiVersion: v1
    kind: Config
    clusters:
    - name: unmanaged
      cluster:
        server: "%s"
        certificate-authority-data: %s
    users:
    - name: administrator
      user:
        token: %s
    contexts:
    - name: admin
      context:
        cluster: unmanaged
        user: administrator
    current-context: admin
    """
        .formatted(
            server,
            Base64.getEncoder()
                .encodeToString(authority.certificatePem().getBytes(StandardCharsets.US_ASCII)),
            token);
  }

  private static void directory(Path directory) throws IOException {
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
