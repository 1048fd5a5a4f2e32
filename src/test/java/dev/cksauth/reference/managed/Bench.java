package dev.cksauth.reference.managed;

import dev.cksauth.reference.console.CloudConsole;
import dev.cksauth.reference.console.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A console with two users, an upstream that records, and a managed endpoint between them. */
final class Bench implements AutoCloseable {
  static final TestPki PKI = new TestPki();

  final CloudConsole console = new CloudConsole();
  final RecordingUpstream upstream = new RecordingUpstream(PKI);
  final ManagedEndpoint endpoint;
  final String token;

  Bench() throws Exception {
    this(spec -> spec);
  }

  Bench(UnaryOperator<ManagedEndpointSpec> change) throws Exception {
    console.addUser("admin@example.com", Role.ADMIN);
    console.addUser("viewer@example.com", Role.VIEWER);
    token = console.issue("admin@example.com");
    endpoint = ManagedEndpoint.start(change.apply(spec(upstream.uri())));
  }

  ManagedEndpointSpec spec(URI server) {
    return ManagedEndpointSpec.of(
        console,
        PKI.identity("managed"),
        server,
        PKI.authority(),
        PKI.identity("managed-endpoint"));
  }

  /** A client of its own for each use: nothing is carried from one test to the next. */
  static HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder()
        .version(version)
        .sslContext(PKI.context(null))
        .connectTimeout(Duration.ofSeconds(10))
        .build();
  }

  HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(endpoint.uri().resolve(target)).timeout(Duration.ofSeconds(20));
  }

  HttpRequest.Builder authorized(String target) {
    return request(target).header("Authorization", "Bearer " + token);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    try (HttpClient client = client(HttpClient.Version.HTTP_1_1)) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  RawClient raw() throws IOException {
    return new RawClient(PKI.context(null), endpoint.port());
  }

  /** One request by raw bytes; the answer whole. The request line's end and Host are added. */
  String raw(String requestLine, String... headers) throws IOException {
    StringBuilder text = new StringBuilder(requestLine).append(" HTTP/1.1\r\nHost: managed\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    try (RawClient client = raw()) {
      return client.send(text.append("Connection: close\r\n\r\n").toString()).rest();
    }
  }

  String bearer() {
    return "Authorization: Bearer " + token;
  }

  @Override
  public void close() {
    endpoint.close();
    upstream.close();
  }
}
