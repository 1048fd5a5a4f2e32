package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.reference.topology.ReferenceEndpoint;
import dev.cksauth.reference.topology.ReferenceOptions;
import dev.cksauth.reference.topology.ReferenceSystem;
import dev.cksauth.reference.topology.StartProgress;
import dev.cksauth.reference.topology.StartReference;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reference system as if it were another's: reached by an address that is not loopback. */
final class ForeignCluster implements AutoCloseable {

  private final ReferenceSystem system;
  private final Map<String, Forwarder> forwarders = new HashMap<>();
  private final HttpClient client;
  private final JsonMapper json = new JsonMapper();

  ForeignCluster(Path directory) throws Exception {
    system = StartReference.start(directory, ReferenceOptions.EMBEDDED, StartProgress.silent());
    for (ReferenceEndpoint endpoint : system.endpoints()) {
      forwarders.put(endpoint.name(), new Forwarder(endpoint.port()));
    }
    client = HttpClient.newBuilder().sslContext(trusting(ca())).build();
  }

  private static SSLContext trusting(Path ca) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(ca)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  Path ca() {
    return system.subjectFiles().getFirst().resolveSibling("ca.pem");
  }

  String consoleToken(String name) throws IOException {
    return Files.readString(system.tokens().get(name)).strip();
  }

  private ReferenceEndpoint endpoint(String name) {
    return system.endpoints().stream()
        .filter(endpoint -> endpoint.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Where an endpoint is reached from outside. */
  String address(String endpoint) {
    return Objects.requireNonNull(forwarders.get(endpoint)).hostAndPort();
  }

  /** The head of a subject file, with the endpoints of these names. */
  String subject(String... endpoints) {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: cks-auth.dev/v1
            kind: Cluster
            metadata: {name: foreign, version: v1.37.2}
            endpoints:
            """);
    for (String name : endpoints) {
      yaml.append(
          "  %s: {url: \"%s\", ca: \"%s\", address: \"%s\"}%n"
              .formatted(name, endpoint(name).url(), ca(), address(name)));
    }
    return yaml.toString();
  }

  /** A kubeconfig by which somebody with a token reaches the API server, also from outside. */
  String kubeconfig(String token) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
      - name: c
        cluster: {server: "https://%s", certificate-authority: "%s", tls-server-name: "%s"}
    users: [{name: u, user: {token: "%s"}}]
    contexts: [{name: admin, context: {cluster: c, user: u}}]
    current-context: admin
    """
        .formatted(address("unmanaged"), ca(), endpoint("unmanaged").url().getHost(), token);
  }

  String administratorToken() throws IOException {
    return Files.readString(system.kubeconfigs().get("admin"))
        .lines()
        .filter(line -> line.strip().startsWith("token: "))
        .map(line -> line.strip().substring("token: ".length()))
        .findFirst()
        .orElseThrow();
  }

  /** An object is made by the cluster's real administrator. */
  JsonNode post(String path, String body) throws Exception {
    return post(path, "application/json", body);
  }

  JsonNode post(String path, String type, String body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  void delete(String path) throws Exception {
    send(request(path).DELETE().build());
  }

  private JsonNode send(HttpRequest request) throws Exception {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return json.readTree(answer.body());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return json.readTree(
        client.send(request(path).build(), HttpResponse.BodyHandlers.ofString()).body());
  }

  private HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(URI.create(endpoint("unmanaged").local() + path))
        .header("Accept", "application/json")
        .header("Authorization", "Bearer " + administratorToken());
  }

  /** A ServiceAccount that some other person made, with a token. */
  String serviceAccountToken(String namespace, String name) throws Exception {
    String accounts = "/api/v1/namespaces/" + namespace + "/serviceaccounts";
    post(
        accounts,
        "{\"apiVersion\": \"v1\", \"kind\": \"ServiceAccount\", \"metadata\": {\"name\": \"%s\"}}"
            .formatted(name));
    return tokenOf(namespace, name);
  }

  String tokenOf(String namespace, String name) throws Exception {
    return post(
            "/api/v1/namespaces/%s/serviceaccounts/%s/token".formatted(namespace, name),
            "{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\": \"TokenRequest\", \"spec\":"
                + " {}}")
        .at("/status/token")
        .asString();
  }

  /** A ServiceAccount of the default namespace gets a role of its own. */
  void grant(String name, String rules) throws Exception {
    post(
        "/apis/rbac.authorization.k8s.io/v1/clusterroles",
        "{\"metadata\": {\"name\": \"%s\"}, \"rules\": [%s]}".formatted(name, rules));
    post(
        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
        """
        {"metadata": {"name": "%s"},
         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "%s"},
         "subjects": [{"kind": "ServiceAccount", "name": "%s", "namespace": "default"}]}
        """
            .formatted(name, name, name));
  }

  /** The namespaces of the suite that are there to stay. */
  List<String> staying() throws Exception {
    List<String> names = new ArrayList<>();
    for (JsonNode item : get("/api/v1/namespaces").path("items")) {
      String name = item.at("/metadata/name").asString();
      if (name.startsWith("cks-auth-") && !item.at("/metadata").has("deletionTimestamp")) {
        names.add(name);
      }
    }
    return names;
  }

  /** A namespace is really gone some time after its deletion, with all that was in it. */
  void assertNothingIsLeft() throws Exception {
    Program.await(
        "no namespace of the suite",
        () -> {
          try {
            return !get("/api/v1/namespaces").toString().contains("\"cks-auth-");
          } catch (IOException e) {
            return false;
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Override
  public void close() throws IOException {
    client.shutdownNow();
    for (Forwarder forwarder : forwarders.values()) {
      forwarder.close();
    }
    system.close();
  }
}
