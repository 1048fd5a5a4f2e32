package dev.cksauth.reference.cksapi;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.managed.TlsIdentity;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the API as a user's script does. */
final class ApiClient implements AutoCloseable {
  private final HttpClient client;
  private final URI api;
  private final String id;

  ApiClient(CertificateAuthority authority, URI api, String id) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    this.client = HttpClient.newBuilder().sslContext(context).build();
    this.api = api;
    this.id = id;
  }

  static TlsIdentity identity(CertificateAuthority authority) throws Exception {
    IssuedCertificate issued =
        authority.issueServer(List.of("localhost"), List.of(InetAddress.getLoopbackAddress()));
    return new TlsIdentity(issued.privateKey(), List.of(issued.certificate()));
  }

  record Answer(int status, JsonNode body) {
    JsonNode cluster() {
      return body.path("cluster");
    }

    int code() {
      return body.path("code").asInt(0);
    }

    /** The fields that the details complain of. */
    List<String> fields() {
      return body.path("details")
          .path(0)
          .path("fieldViolations")
          .valueStream()
          .map(violation -> violation.path("field").asString(""))
          .toList();
    }
  }

  Answer get(String token) throws Exception {
    return send("GET", "/v1beta1/cks/clusters/" + id, Optional.of(token), "");
  }

  Answer patch(String token, String body) throws Exception {
    return send("PATCH", "/v1beta1/cks/clusters/" + id, Optional.of(token), body);
  }

  Answer send(String method, String path, Optional<String> token, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(answer.statusCode(), new JsonMapper().readTree(answer.body()));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
