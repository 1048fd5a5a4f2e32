package dev.cksauth.reference.managed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagedUpstreamFaultTest {
  private Bench bench;

  @BeforeAll
  void start() throws Exception {
    bench = new Bench();
  }

  @AfterAll
  void stop() throws Exception {
    bench.close();
  }

  @Test
  void anApiServerThatIsDownIsABadGateway() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    assertStatus(get(bench.spec(URI.create("https://127.0.0.1:" + closed))), 502);
  }

  @Test
  void anApiServerOfAnotherAuthorityIsABadGateway() throws Exception {
    try (RecordingUpstream other = new RecordingUpstream(new TestPki())) {
      assertStatus(get(bench.spec(other.uri())), 502);
      assertThat(other.sawNothing()).isTrue();
    }
  }

  @Test
  void anApiServerThatRefusesTheEndpointsCredentialIsABadGateway() throws Exception {
    try (RawUpstream refusing =
        new RawUpstream(
            Bench.PKI,
            (head, in, out) -> {
              RawUpstream.send(out, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\n{}");
              RawUpstream.awaitEnd(in);
            })) {
      assertStatus(get(bench.spec(refusing.uri())), 502);
    }
  }

  @Test
  void anApiServerThatNeverAnswersIsAGatewayTimeout() throws Exception {
    Waits brief = new Waits(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(30));
    try (RawUpstream silent =
        new RawUpstream(Bench.PKI, (head, in, out) -> RawUpstream.awaitEnd(in))) {
      assertStatus(get(bench.spec(silent.uri()).withWaits(brief)), 504);
      assertThat(silent.over()).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void anApiServerThatHangsUpIsABadGateway() throws Exception {
    try (RawUpstream rude = new RawUpstream(Bench.PKI, (head, in, out) -> {})) {
      assertStatus(get(bench.spec(rude.uri())), 502);
    }
  }

  @Test
  void anAnswerOfTheApiServerPassesAsItIs() throws Exception {
    String forbidden = "{\"kind\":\"Status\",\"code\":403}";
    bench.upstream.behave((received, response) -> {
      response.setStatus(403);
      response.getHeaders().put("Audit-Id", "a-b-c");
      response.getHeaders().put("Warning", "299 - \"old\"");
      RecordingUpstream.write(response, true, forbidden);
    });

    var answer = bench.send(bench.authorized("/api"));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo(forbidden);
    assertThat(answer.headers().allValues("Audit-Id")).containsExactly("a-b-c");
    assertThat(answer.headers().allValues("Warning")).containsExactly("299 - \"old\"");
    assertThat(answer.headers().allValues("Date")).hasSize(1);
  }

  private HttpResponse<String> get(ManagedEndpointSpec spec) throws Exception {
    try (ManagedEndpoint endpoint = ManagedEndpoint.start(spec)) {
      return bench.send(
          HttpRequest.newBuilder(endpoint.uri()).header("Authorization", "Bearer " + bench.token));
    }
  }

  private static void assertStatus(HttpResponse<String> answer, int code) {
    assertThat(answer.statusCode()).isEqualTo(code);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body()).contains("\"kind\":\"Status\"", "\"code\":" + code);
  }
}
