package dev.cksauth.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.cksauth.subject.SecretValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Connections that do not just answer. */
final class LoadClientTest {
  private static final int REVIEWS = 60;

  private static Measured measure(URI url, LoadProtocol protocol, Duration timeout)
      throws IOException, InterruptedException {
    LoadPlan plan = new LoadPlan(REVIEWS * 10, Duration.ofMillis(100), Duration.ZERO, timeout);
    LoadTarget target =
        new LoadTarget(url, GeneratorTest.PLAIN, Optional.empty(), protocol, OptionalInt.of(2));
    TokenMix tokens =
        new TokenMix(TokenMix.Kind.VALID, List.of(new SecretValue("token")), List.of());
    try (Generator generator = Generator.of(target, tokens, plan)) {
      return generator.measure(plan);
    }
  }

  private static Measured http2(ScriptedHttp2 server) throws IOException, InterruptedException {
    return measure(server.url(), LoadProtocol.HTTP_2, Duration.ofSeconds(20));
  }

  private static ScriptedHttp2.Turn each(int nth, int review, ScriptedHttp2.Turn turn) {
    return review % nth == 0 ? turn : ScriptedHttp2.Turn.ANSWER;
  }

  @Test
  void sendsNoMoreAtOnceThanAServerTakes() throws Exception {
    // Netty, which is that server, refuses a fifth stream.
    try (ScriptedHttp2 server = new ScriptedHttp2(review -> ScriptedHttp2.Turn.ANSWER)) {
      Measured measured = http2(server);
      assertThat(measured.right()).isEqualTo(REVIEWS);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void sendsAgainWhatAServerRefusedToProcess() throws Exception {
    try (ScriptedHttp2 server =
        new ScriptedHttp2(review -> each(7, review, ScriptedHttp2.Turn.REFUSE))) {
      assertThat(http2(server).right()).isEqualTo(REVIEWS);
    }
  }

  @Test
  void sendsOverAnotherConnectionWhatAServerDidNotProcessBeforeItEndedOne() throws Exception {
    try (ScriptedHttp2 server =
        new ScriptedHttp2(review -> each(20, review, ScriptedHttp2.Turn.GO_AWAY))) {
      Measured measured = http2(server);
      assertThat(measured.errors()).isEmpty();
      assertThat(measured.right()).isEqualTo(REVIEWS);
      assertThat(server.connections()).isGreaterThan(2);
    }
  }

  @Test
  void countsReviewsThatAServerBreaksOff() throws Exception {
    try (ScriptedHttp2 server =
        new ScriptedHttp2(review -> each(6, review, ScriptedHttp2.Turn.RESET))) {
      assertThat(http2(server).errors())
          .containsExactly(Map.entry("no answer: the stream was reset: INTERNAL_ERROR", 10L));
    }
  }

  @Test
  void countsAnswersThatAreTooLong() throws Exception {
    try (ScriptedHttp2 server =
        new ScriptedHttp2(review -> each(6, review, ScriptedHttp2.Turn.ENDLESS))) {
      assertThat(http2(server).errors())
          .containsExactly(Map.entry("an answer of more than 64 KiB", 10L));
    }
  }

  @Test
  void countsReviewsWithoutAnAnswerInTimeAndTakesTheirStreamsBack() throws Exception {
    try (ScriptedHttp2 server =
        new ScriptedHttp2(review -> each(6, review, ScriptedHttp2.Turn.NOTHING))) {
      Measured measured = measure(server.url(), LoadProtocol.HTTP_2, Duration.ofMillis(300));
      // Ten of them at eight streams: without that, the last would find none.
      assertThat(measured.errors()).containsKey("no answer in time");
      assertThat(measured.right() + measured.errors().getOrDefault("no answer in time", 0L))
          .isEqualTo(REVIEWS);
      assertThat(measured.latency().getTotalCount()).isEqualTo(REVIEWS);
    }
  }

  /** Answers by HTTP/1.1; each second answer is the last of its connection. */
  private static HttpServer closesOften() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger answers = new AtomicInteger();
    byte[] body = "{\"status\":{\"authenticated\":true}}".getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          if (answers.incrementAndGet() % 2 == 0) {
            exchange.getResponseHeaders().set("Connection", "close");
          }
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void opensAConnectionByHttp1AnewWhereTheServerEndsIt() throws Exception {
    HttpServer server = closesOften();
    try {
      URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      Measured measured = measure(url, LoadProtocol.HTTP_1_1, Duration.ofSeconds(20));
      assertThat(measured.errors()).isEmpty();
      assertThat(measured.right()).isEqualTo(REVIEWS);
    } finally {
      server.stop(0);
    }
  }
}
