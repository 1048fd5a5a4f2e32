package dev.cksauth.reference.managed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagedStreamingTest {
  private static final String WATCH_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

  private Bench bench;

  @BeforeAll
  void start() throws Exception {
    bench = new Bench();
  }

  @BeforeEach
  void forget() {
    bench.upstream.forget();
  }

  @AfterAll
  void stop() throws Exception {
    bench.close();
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void handsOnAnEventWhileTheWatchIsStillOpen(HttpClient.Version version) throws Exception {
    CountDownLatch firstWasRead = new CountDownLatch(1);
    bench.upstream.behave((received, response) -> {
      RecordingUpstream.write(response, false, "{\"type\":\"ADDED\"}\n");
      assertThat(firstWasRead.await(10, TimeUnit.SECONDS)).isTrue();
      RecordingUpstream.write(response, true, "{\"type\":\"DELETED\"}\n");
    });
    try (HttpClient client = Bench.client(version);
        BufferedReader events = lines(client, bench.authorized("/api/v1/pods?watch=1"))) {
      assertThat(events.readLine()).contains("ADDED");
      firstWasRead.countDown();
      assertThat(events.readLine()).contains("DELETED");
      assertThat(events.readLine()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void keepsASilentWatchForLongerThanAnIdleConnection(HttpClient.Version version) throws Exception {
    Waits brief = new Waits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(100));
    CountDownLatch never = new CountDownLatch(1);
    try (Bench impatient = new Bench(spec -> spec.withWaits(brief))) {
      impatient.upstream.behave((received, response) -> {
        RecordingUpstream.write(response, false, "first\n");
        // The silence is what is tested: several times what an idle connection is given.
        assertThat(never.await(500, TimeUnit.MILLISECONDS)).isFalse();
        RecordingUpstream.write(response, true, "second\n");
      });
      try (HttpClient client = Bench.client(version);
          BufferedReader events = lines(client, impatient.authorized("/watch"))) {
        assertThat(events.readLine()).isEqualTo("first");
        assertThat(events.readLine()).isEqualTo("second");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void cancelsASilentWatchUpstreamWhenTheClientLeaves(HttpClient.Version version) throws Exception {
    try (RawUpstream watch =
            new RawUpstream(
                Bench.PKI,
                (head, in, out) -> {
                  RawUpstream.send(out, WATCH_HEAD + "6\r\nfirst\n\r\n");
                  RawUpstream.awaitEnd(in);
                });
        ManagedEndpoint endpoint = ManagedEndpoint.start(bench.spec(watch.uri()))) {
      HttpClient client = Bench.client(version);
      BufferedReader events = lines(client, at(endpoint, "/watch"));
      assertThat(events.readLine()).isEqualTo("first");

      events.close();
      client.shutdownNow();

      assertThat(watch.over()).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void cancelsUpstreamWhenTheClientLeavesBeforeAnyAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawUpstream silent =
            new RawUpstream(
                Bench.PKI,
                (head, in, out) -> {
                  asked.countDown();
                  RawUpstream.awaitEnd(in);
                });
        ManagedEndpoint endpoint = ManagedEndpoint.start(bench.spec(silent.uri()))) {
      try (RawClient client = new RawClient(Bench.PKI.context(null), endpoint.port())) {
        client.send("GET / HTTP/1.1\r\nHost: m\r\n" + bench.bearer() + "\r\n\r\n");
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      }

      assertThat(silent.over()).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void answersManyRequestsOfOneConnection() throws Exception {
    try (RawClient client = bench.raw()) {
      for (int i = 0; i < 20; i++) {
        client.send("GET /" + i + " HTTP/1.1\r\nHost: m\r\n" + bench.bearer() + "\r\n\r\n");
        assertThat(client.head()).startsWith("HTTP/1.1 200 ");
        assertThat(client.body(2)).isEqualTo("{}");
        assertThat(bench.upstream.next().target()).isEqualTo("/" + i);
      }
    }
  }

  @Test
  void answersRequestsThatWereSentAheadInTheirOrder() throws Exception {
    String one = " HTTP/1.1\r\nHost: m\r\n" + bench.bearer() + "\r\n\r\n";
    CountDownLatch release = new CountDownLatch(1);
    bench.upstream.behave((received, response) -> {
      assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
      RecordingUpstream.write(response, true, received.target());
    });
    try (RawClient client = bench.raw()) {
      client.send("GET /a" + one);
      assertThat(bench.upstream.next().target()).isEqualTo("/a");
      client.send("GET /b" + one + "GET /c" + one);
      release.countDown();
      for (String target : new String[] {"/a", "/b", "/c"}) {
        assertThat(client.head()).startsWith("HTTP/1.1 200 ");
        assertThat(client.body(2)).isEqualTo(target);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void carriesLargeBodiesBothWays(HttpClient.Version version) throws Exception {
    byte[] large = new byte[8 << 20];
    Arrays.fill(large, (byte) 'x');
    bench.upstream.behave(
        (received, response) -> RecordingUpstream.write(response, true, received.body()));
    try (HttpClient client = Bench.client(version)) {
      var answer =
          client.send(
              bench.authorized("/").PUT(HttpRequest.BodyPublishers.ofByteArray(large)).build(),
              HttpResponse.BodyHandlers.ofByteArray());

      assertThat(answer.body()).isEqualTo(large);
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void carriesABodyOfUnknownLength(HttpClient.Version version) throws Exception {
    InputStream body =
        new java.io.ByteArrayInputStream("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    try (HttpClient client = Bench.client(version)) {
      client.send(
          bench.authorized("/").POST(HttpRequest.BodyPublishers.ofInputStream(() -> body)).build(),
          HttpResponse.BodyHandlers.discarding());
    }

    assertThat(bench.upstream.next().body()).isEqualTo("{\"a\":1}");
  }

  @Test
  void asksForABodyOnlyWhenTheApiServerDoes() throws Exception {
    try (RawUpstream picky =
            new RawUpstream(
                Bench.PKI,
                (head, in, out) -> {
                  assertThat(head).containsIgnoringCase("Expect: 100-continue");
                  RawUpstream.send(out, "HTTP/1.1 100 Continue\r\n\r\n");
                  assertThat(in.readNBytes(2)).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
                  RawUpstream.send(out, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
                });
        ManagedEndpoint endpoint = ManagedEndpoint.start(bench.spec(picky.uri()));
        RawClient client = new RawClient(Bench.PKI.context(null), endpoint.port())) {
      client.send(
          "POST / HTTP/1.1\r\nHost: m\r\nContent-Length: 2\r\nExpect: 100-continue\r\n"
              + bench.bearer()
              + "\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 100 ");
      client.send("{}");
      assertThat(client.head()).startsWith("HTTP/1.1 201 ");
      assertThat(picky.over()).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void doesNotWaitForABodyThatIsExpectedButAbsent() throws Exception {
    assertThat(bench.raw("GET /api", bench.bearer(), "Expect: 100-continue"))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void anExpectationCannotBeLostByNamingItInConnection() throws Exception {
    try (RawClient client = bench.raw()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: m\r\nContent-Length: 2\r\nExpect: 100-continue\r\n"
              + "Connection: expect, content-length\r\n"
              + bench.bearer()
              + "\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 100 ");
      client.send("{}");
      assertThat(client.head()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void cutsOffAnAnswerThatBreaksOffUpstream() throws Exception {
    try (RawUpstream broken =
            new RawUpstream(
                Bench.PKI,
                (head, in, out) -> RawUpstream.send(out, WATCH_HEAD + "5\r\nhalf\n\r\n"));
        ManagedEndpoint endpoint = ManagedEndpoint.start(bench.spec(broken.uri()));
        HttpClient client = Bench.client(HttpClient.Version.HTTP_1_1)) {
      HttpRequest request = at(endpoint, "/").build();

      assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }
  }

  private HttpRequest.Builder at(ManagedEndpoint endpoint, String target) {
    URI uri = endpoint.uri().resolve(target);
    return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + bench.token);
  }

  private static BufferedReader lines(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    InputStream body =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()).body();
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }
}
