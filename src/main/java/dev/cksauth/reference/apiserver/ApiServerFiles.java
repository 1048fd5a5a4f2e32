package dev.cksauth.reference.apiserver;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.credential.ServiceAccountKey;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of one API server in its run directory, and the flags that name them. */
final class ApiServerFiles {

  private static final Duration CONTROLLERS = Duration.ofDays(90);
  private static final Duration BACKDATED = Duration.ofHours(1);

  private final Path directory;
  private final ApiServerSpec spec;
  private final ServiceAccountKey serviceAccountKey;
  private final CertificateAuthority frontProxyCa;

  private ApiServerFiles(
      Path directory,
      ApiServerSpec spec,
      ServiceAccountKey serviceAccountKey,
      CertificateAuthority frontProxyCa) {
    this.directory = directory;
    this.spec = spec;
    this.serviceAccountKey = serviceAccountKey;
    this.frontProxyCa = frontProxyCa;
  }

  static ApiServerFiles write(Path parent, ApiServerSpec spec, int port) throws IOException {
    Path directory =
        Files.createTempDirectory(
            parent,
            "api-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    ServiceAccountKey key = ServiceAccountKey.generate(ServiceAccountKey.Type.RSA);
    CertificateAuthority frontProxy = CertificateAuthority.create("front-proxy");
    ApiServerFiles files = new ApiServerFiles(directory, spec, key, frontProxy);
    key.writeTo(directory, "service-account");
    Files.writeString(directory.resolve("ca.crt"), spec.authority().certificatePem());
    Files.writeString(directory.resolve("front-proxy-ca.crt"), frontProxy.certificatePem());
    List<String> names = new ArrayList<>(spec.dnsNames());
    names.addAll(List.of("localhost", "kubernetes.default.svc"));
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    spec.authority().issueServer(names, List.of(loopback)).writeTo(directory, "serving");
    PrivateFile.write(
        files.tokens(),
        spec.administratorToken() + ",administrator,administrator,system:masters\n");
    PrivateFile.write(files.controllersKubeconfig(), files.kubeconfig(port));
    files.writeAuthorities();
    return files;
  }

  Path directory() {
    return directory;
  }

  ServiceAccountKey serviceAccountKey() {
    return serviceAccountKey;
  }

  CertificateAuthority frontProxyCa() {
    return frontProxyCa;
  }

  /** Authorities and keys under the names that k3s has for a user's own (its "custom CA"). */
  Path authorities() {
    return directory.resolve("authorities");
  }

  private void writeAuthorities() throws IOException {
    Path target =
        Files.createDirectory(
            authorities(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    spec.authority().writeTo(target, "server-ca");
    spec.authority().writeTo(target, "client-ca");
    frontProxyCa.writeTo(target, "request-header-ca");
    // The one verifies, the other signs: they differ where somebody rotates them.
    PrivateFile.write(target.resolve("service.key"), serviceAccountKey.privateKeyPem());
    PrivateFile.write(target.resolve("service.current.key"), serviceAccountKey.privateKeyPem());
  }

  /** Users with fixed tokens: the administrator. */
  Path tokens() {
    return directory.resolve("tokens.csv");
  }

  Path controllersKubeconfig() {
    return directory.resolve("controllers.kubeconfig");
  }

  /**
   * The flags of the API server, the spec's last. Anonymous access stays at its default, on: named
   * here, it would clash with an authentication configuration that sets it.
   */
  List<String> flags(int port, Map<String, String> more) {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("bind-address", "127.0.0.1");
    flags.put("advertise-address", "127.0.0.1"); // else a machine without a route cannot start it
    flags.put("secure-port", String.valueOf(port));
    flags.put("permit-port-sharing", "true"); // see PortReservation
    flags.put("tls-cert-file", file("serving.crt"));
    flags.put("tls-private-key-file", file("serving.key"));
    flags.put("client-ca-file", file("ca.crt"));
    flags.put("token-auth-file", file("tokens.csv"));
    flags.put("authorization-mode", "RBAC");
    flags.put("service-account-issuer", spec.serviceAccountIssuer());
    flags.put("service-account-key-file", file("service-account.pub"));
    flags.put("service-account-signing-key-file", file("service-account.key"));
    flags.put("requestheader-client-ca-file", file("front-proxy-ca.crt"));
    flags.put("requestheader-allowed-names", "front-proxy-client");
    flags.put("requestheader-username-headers", "X-Remote-User");
    flags.put("requestheader-group-headers", "X-Remote-Group");
    flags.put("requestheader-extra-headers-prefix", "X-Remote-Extra-");
    flags.put("service-cluster-ip-range", "10.96.0.0/16");
    flags.put("endpoint-reconciler-type", "none"); // loopback is no address for endpoints
    flags.put("etcd-compaction-interval", "0"); // a run is too short to gain by it
    flags.put("profiling", "false");
    if (!spec.apiAudiences().isEmpty()) {
      flags.put("api-audiences", String.join(",", spec.apiAudiences()));
    }
    if (spec.authenticationConfiguration() != null) {
      flags.put("authentication-config", spec.authenticationConfiguration().toString());
    }
    flags.putAll(spec.flags());
    flags.putAll(more);
    if (!flags.getOrDefault("authorization-config", "").isEmpty()) {
      Object unused = flags.remove("authorization-mode"); // the API server takes one of them
    }
    return flags.entrySet().stream()
        .map(flag -> "--" + flag.getKey() + "=" + flag.getValue())
        .toList();
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  /** JSON, which is YAML. A certificate, so that changes to tokens never touch the controllers. */
  private String kubeconfig(int port) {
    Instant now = Instant.now();
    IssuedCertificate client =
        spec.authority()
            .issueClient(
                "system:kube-controller-manager",
                List.of("system:masters"),
                now.minus(BACKDATED),
                now.plus(CONTROLLERS));
    return """
    {"apiVersion": "v1", "kind": "Config", "current-context": "controllers",
     "contexts": [{"name": "controllers", "context": {"cluster": "reference", "user": "controllers"}}],
     "clusters": [{"name": "reference", "cluster": {
       "server": "https://127.0.0.1:%d", "certificate-authority-data": "%s"}}],
     "users": [{"name": "controllers", "user": {
       "client-certificate-data": "%s", "client-key-data": "%s"}}]}
    """
        .formatted(
            port,
            base64(spec.authority().certificatePem()),
            base64(client.certificatePem()),
            base64(client.privateKeyPem()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
