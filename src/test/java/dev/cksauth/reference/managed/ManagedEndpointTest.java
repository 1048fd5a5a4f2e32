package dev.cksauth.reference.managed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

class ManagedEndpointTest {

  @Test
  void speaksHttp2() throws Exception {
    try (Bench bench = new Bench();
        HttpClient client = Bench.client(HttpClient.Version.HTTP_2)) {
      var answer =
          client.send(
              bench.authorized("/api/v1/a%2Fb?x=%2e").build(),
              HttpResponse.BodyHandlers.discarding());

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(bench.upstream.next().target()).isEqualTo("/api/v1/a%2Fb?x=%2e");
    }
  }

  @Test
  void takesLongHeadersOverHttp2() throws Exception {
    String value = "x".repeat(512 << 10);
    try (Bench bench = new Bench();
        HttpClient client = Bench.client(HttpClient.Version.HTTP_2)) {
      var answer =
          client.send(
              bench.authorized("/").header("X-Long", value).build(),
              HttpResponse.BodyHandlers.discarding());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(bench.upstream.next().values("X-Long")).containsExactly(value);
    }
  }

  @Test
  void refusesImpersonationOverHttp2() throws Exception {
    try (Bench bench = new Bench();
        HttpClient client = Bench.client(HttpClient.Version.HTTP_2)) {
      var answer =
          client.send(
              bench.authorized("/").header("Impersonate-User", "root").build(),
              HttpResponse.BodyHandlers.discarding());

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(bench.upstream.sawNothing()).isTrue();
    }
  }

  @Test
  void logsNoToken() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Logger own = (Logger) LoggerFactory.getLogger("dev.cksauth");
    Logger jetty = (Logger) LoggerFactory.getLogger("org.eclipse.jetty");
    ListAppender<ILoggingEvent> captured = new ListAppender<>();
    captured.start();
    root.addAppender(captured);
    own.setLevel(Level.TRACE);
    jetty.setLevel(Level.INFO);
    try (Bench bench = new Bench()) {
      bench.raw("GET /api?access_token=" + bench.token, bench.bearer());
      bench.raw("GET /api", "Authorization: Basic " + bench.token);
      bench.raw("GET /api", bench.bearer(), "Impersonate-User: " + bench.token);
      bench.raw("GET /api", bench.bearer(), "X-A: b\0");
      bench.raw("GET /" + bench.token + "#" + bench.token, bench.bearer());
      bench.raw("GET /", "X-Long: " + bench.token.repeat(40_000));
      bench.upstream.close();
      bench.raw("GET /api?access_token=" + bench.token, bench.bearer());

      assertThat(captured.list).isNotEmpty();
      assertThat(captured.list)
          .noneSatisfy(event ->
              assertThat(event.getFormattedMessage() + event.getThrowableProxy())
                  .contains("CW-SECRET-"));
    } finally {
      root.detachAppender(captured);
      own.setLevel(null);
      jetty.setLevel(null);
    }
  }

  @Test
  void listensOnThePortAskedFor() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (Bench bench = new Bench(spec -> spec.withPort(free))) {
      assertThat(bench.endpoint.port()).isEqualTo(free);
      assertThat(bench.send(bench.authorized("/")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void saysThatAPortIsTaken() throws Exception {
    try (Bench bench = new Bench()) {
      ManagedEndpointSpec taken = bench.spec(bench.upstream.uri()).withPort(bench.endpoint.port());

      assertThatThrownBy(() -> ManagedEndpoint.start(taken)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    ManagedEndpoint endpoint;
    try (Bench bench = new Bench()) {
      endpoint = bench.endpoint;
      bench.send(bench.authorized("/"));
    }

    assertThat(endpoint.port()).isNotPositive();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("managed-endpoint"));
  }

  @Test
  void takesAFaultyPolicyInPlaceOfTheHonestOne() throws Exception {
    Caller anyone = new Caller("system:serviceaccount:a:b", List.of("system:serviceaccounts"));
    try (Bench bench =
        new Bench(spec ->
            spec.withPolicy(
                spec.policy()
                    .withAuthentication(request -> Optional.of(anyone))
                    .withAdmission((request, caller) -> Optional.empty())
                    .withForwarding(RequestHead::headers)))) {
      bench.raw("GET /", "Authorization: Bearer x", "Impersonate-User: root");

      var received = bench.upstream.next();
      assertThat(received.values("Authorization")).containsExactly("Bearer x");
      assertThat(received.values("Impersonate-User"))
          .containsExactly("root", "system:serviceaccount:a:b");
    }
  }

  @Test
  void takesAFaultyAnswerInPlaceOfTheHonestOne() throws Exception {
    Refusal login = new Refusal(302, List.of(new Header("Location", "https://login")), "");
    try (Bench bench =
        new Bench(spec -> spec.withPolicy(spec.policy().withUnauthorized(request -> login)))) {
      var answer = bench.send(bench.request("/"));

      assertThat(answer.statusCode()).isEqualTo(302);
      assertThat(answer.headers().firstValue("Location")).contains("https://login");
    }
  }

  @Test
  void refusesAnUpstreamThatIsNoHost() throws Exception {
    try (Bench bench = new Bench()) {
      assertThatThrownBy(() -> bench.spec(URI.create("https://127.0.0.1:1/path")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> bench.spec(URI.create("http://127.0.0.1:1")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void itsOwnUserMayImpersonateAndNothingElse() {
    JsonMapper json = new JsonMapper();
    var objects =
        ImpersonatorManifests.forUser("managed-endpoint").stream().map(json::readTree).toList();

    for (var rule : objects.get(0).path("rules")) {
      assertThat(rule.path("verbs").toString()).isEqualTo("[\"impersonate\"]");
    }
    assertThat(objects.get(1).at("/subjects/0/name").asString()).isEqualTo("managed-endpoint");
    assertThatThrownBy(() -> ImpersonatorManifests.forUser("a\""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
