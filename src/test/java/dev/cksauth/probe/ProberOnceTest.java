package dev.cksauth.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each request is sent as written, and once. */
class ProberOnceTest {
  private static final String OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\nhi";

  private final Probing probing = new Probing();

  private Outcome send(RawServer server, ProbeRequest request) {
    try (Prober prober = Probing.prober()) {
      return prober.send(probing.target(server), request).outcome();
    }
  }

  private Outcome.Failed failed(RawServer server) {
    return (Outcome.Failed) send(server, ProbeRequest.postJson("/a", "{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "503 Unavailable\r\nRetry-After: 0",
        "429 Slow\r\nRetry-After: 0",
        "401 Unauthorized\r\nWWW-Authenticate: Basic realm=x",
        "401 Unauthorized\r\nWWW-Authenticate: Negotiate",
        "407 Proxy\r\nProxy-Authenticate: Basic realm=x",
        "307 Elsewhere\r\nLocation: /b",
        "302 Elsewhere\r\nLocation: /b",
        "200 OK\r\nSet-Cookie: a=b"
      })
  void whateverIsAnswered(String answer) throws IOException {
    String all = "HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\n\r\n";
    try (RawServer server =
        RawServer.tls(
            probing.identity(Probing.HOST),
            (it, socket) -> {
              for (int at = 0; at < 3; at++) {
                RawServer.answering(all).serve(it, socket);
              }
            })) {
      Outcome outcome = send(server, ProbeRequest.postJson("/a", "{}"));
      assertThat(((Outcome.Answered) outcome).status())
          .isEqualTo(Integer.parseInt(answer.substring(0, 3)));
      assertThat(server.requests()).hasSize(1);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void whenTheConnectionIsClosedAfterTheRequest() throws IOException {
    try (RawServer server =
        RawServer.tls(probing.identity(Probing.HOST), (it, socket) -> it.read(socket))) {
      assertThat(failed(server))
          .isEqualTo(
              new Outcome.Failed(Failure.RESET, "the connection was closed before an answer"));
      assertThat(server.requests()).hasSize(1);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void whenTheConnectionIsReset() throws IOException {
    try (RawServer server =
        RawServer.plain((it, socket) -> {
          it.read(socket);
          socket.setSoLinger(true, 0);
        })) {
      try (Prober prober = Probing.prober()) {
        Target target = Probing.plain("http://127.0.0.1:" + server.port());
        assertThat(prober.send(target, ProbeRequest.get("/")).outcome())
            .isEqualTo(
                new Outcome.Failed(Failure.RESET, "the connection was reset before an answer"));
      }
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void whenHttp2GoesAway() throws IOException {
    // SETTINGS, then GOAWAY for all streams with NO_ERROR.
    byte[] frames = {
      0, 0, 0, 4, 0, 0, 0, 0, 0, //
      0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    try (RawServer server =
        RawServer.tls(
            probing.identity(Probing.HOST),
            (it, socket) -> {
              // The preface and the frames that follow it.
              socket.getInputStream().readNBytes(64);
              socket.getOutputStream().write(frames);
              socket.getOutputStream().flush();
              socket.getInputStream().readAllBytes();
            },
            "h2")) {
      assertThat(failed(server).kind()).isEqualTo(Failure.RESET);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void asWritten() throws IOException {
    try (RawServer server =
        RawServer.tls(probing.identity(Probing.HOST), RawServer.answering(OK))) {
      send(
          server,
          ProbeRequest.get("//a/../b%2fC?x=%zz&&y#")
              .withHeader("X-A", "1")
              .withHeader("x-a", "2")
              .withProtocol(Protocol.HTTP_1_1));
      assertThat(server.requests().getFirst().lines().filter(line -> !line.isEmpty()))
          .containsExactlyInAnyOrder(
              "GET //a/../b%2fC?x=%zz&&y# HTTP/1.1",
              "Host: " + Probing.HOST,
              "X-A: 1",
              "x-a: 2",
              "Connection: keep-alive",
              "User-Agent: cks-auth/dev");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NEGOTIATE", "HTTP_1_1"})
  void hostAndNameAreTheUrlsWhicheverIsDialled(Protocol protocol) throws IOException {
    try (RawServer server =
        RawServer.tls(probing.identity(Probing.HOST), RawServer.answering(OK))) {
      URI url = URI.create("https://" + Probing.HOST + ":443/");
      try (Prober prober = Probing.prober()) {
        prober.send(
            Probing.at(server, url, probing.client()),
            ProbeRequest.get("/").withProtocol(protocol));
      }
      assertThat(server.asked()).containsExactly(Probing.HOST);
      assertThat(server.requests().getFirst()).contains("Host: " + Probing.HOST + ":443\r\n");
    }
  }

  @Test
  void deadHostsCostOneAttempt() throws IOException {
    int port;
    // Nobody waits in accept, so that its end is at once: a thread in there would hold it.
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = listener.getLocalPort();
    }
    try (Prober prober = Probing.prober()) {
      Target target = Probing.plain("http://127.0.0.1:" + port);
      Outcome first = prober.send(target, ProbeRequest.get("/")).outcome();
      assertThat(first)
          .isEqualTo(
              new Outcome.Failed(
                  Failure.REFUSED,
                  "nothing listens at 127.0.0.1:" + port + " (connection refused)"));
      assertThat(prober.send(target, ProbeRequest.get("/b")).outcome()).isSameAs(first);
      prober.forget(target);
      assertThat(prober.send(target, ProbeRequest.get("/b")).outcome()).isNotSameAs(first);
    }
  }

  @Test
  void clockSkewIsTheServersLessOurs() throws IOException {
    try (RawServer server = RawServer.tls(probing.identity(Probing.HOST), RawServer.answering(OK));
        Prober prober = Probing.prober()) {
      Optional<Duration> skew =
          prober.send(probing.target(server), ProbeRequest.get("/")).clockSkew();
      assertThat(skew).hasValueSatisfying(it -> assertThat(it).isNegative());
    }
  }
}
