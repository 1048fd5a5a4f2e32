package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.apiserver.ControlPlaneResolver;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** A cluster that can be configured, with what a test asks it by. */
final class ConfiguredByHand implements AutoCloseable {
  private final RunDirectory run;
  private final CertificateAuthority authority = CertificateAuthority.create("configurable");
  private final ConfigurableCluster.Started cluster;
  private final AdministratorClient administrator;
  private final HttpClient client;

  ConfiguredByHand(Path base) throws Exception {
    run = RunDirectory.create(base);
    cluster =
        ConfigurableCluster.start(
            run,
            ControlPlaneResolver.ofProcess().resolve(StartProgress.silent()).controlPlane(),
            authority,
            run.path().resolve("configurable"),
            ConfigurableCluster.Faults.NONE);
    administrator =
        new AdministratorClient(
            URI.create("https://127.0.0.1:" + cluster.apiServer().port()),
            authority.certificate(),
            cluster.apiServer().administratorToken());
    client =
        HttpClient.newBuilder()
            .sslContext(AdministratorClient.trusting(authority.certificate()))
            .build();
  }

  AdministratorClient administrator() {
    return administrator;
  }

  /** The content of a file beside the cluster's subject file. */
  String file(String name) throws IOException {
    return Files.readString(cluster.subjectFile().resolveSibling(name)).strip();
  }

  /** A webhook of the subject file as the CKS API has one. */
  String webhook(String name) throws IOException {
    String yaml = file("configurable-cluster.yaml");
    String url =
        yaml.replaceAll("(?s).*- name: " + name + "\n    url: \"([^\"]*/authenticate)\".*", "$1");
    String ca =
        Base64.getEncoder()
            .encodeToString(authority.certificatePem().getBytes(StandardCharsets.US_ASCII));
    return "{\"server\": \"%s\", \"ca\": \"%s\"}".formatted(url, ca);
  }

  /** Calls the CKS API about the cluster. */
  HttpResponse<String> call(String method, String body) throws IOException, InterruptedException {
    String id =
        file("configurable-cluster.yaml").replaceAll("(?s).*clusterId: \"([^\"]*)\".*", "$1");
    HttpRequest request =
        HttpRequest.newBuilder(cluster.api().resolve("/v1beta1/cks/clusters/" + id))
            .header("Authorization", "Bearer " + file("cks-api.token"))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() throws IOException {
    administrator.close();
    client.shutdownNow();
    cluster.cluster().close();
    run.close();
  }
}
