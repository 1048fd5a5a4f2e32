package dev.cksauth.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.result.ExchangeRecord;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.SecretValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of raw text: sent as they stand, once, and answered like any other. */
class RawRequestTest {
  private static final List<String> LINES =
      List.of("GET /a?b=%20 HTTP/1.1", "Host: x", "X-A: 1", "x-a : 2");
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  private final Probing probing = new Probing();

  private static ProbeRequest raw(List<String> lines) {
    return ProbeRequest.raw(RawText.ofLines(lines));
  }

  private Exchange exchange(RawServer server, List<String> lines) {
    try (Prober prober = Probing.prober()) {
      return prober.send(probing.target(server), raw(lines));
    }
  }

  private Outcome answer(String answer) throws IOException {
    try (RawServer server =
        RawServer.tls(probing.identity(Probing.HOST), RawServer.answering(answer))) {
      return exchange(server, LINES).outcome();
    }
  }

  private static void assertAnswered(Outcome outcome, int status, String body) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Answered.class,
            answered -> {
              assertThat(answered.status()).isEqualTo(status);
              assertThat(answered.body()).asString().isEqualTo(body);
              assertThat(answered.protocol()).isEqualTo("http/1.1");
            });
  }

  @Test
  void linesBecomeAHead() {
    assertThat(RawText.ofLines(List.of("GET / HTTP/1.1", "Host: x")).text())
        .isEqualTo("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  @Test
  void linesAfterAnEmptyOneAreTheBody() {
    assertThat(RawText.ofLines(List.of("POST / HTTP/1.1", "", "a", "", "b")).text())
        .isEqualTo("POST / HTTP/1.1\r\n\r\na\r\n\r\nb");
  }

  @Test
  void sentAsWrittenAndOnce() throws IOException {
    try (RawServer server =
        RawServer.tls(probing.identity(Probing.HOST), RawServer.answering(OK), "http/1.1")) {
      assertAnswered(exchange(server, LINES).outcome(), 200, "hi");
      assertThat(server.requests())
          .containsExactly("GET /a?b=%20 HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nx-a : 2\r\n\r\n");
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.asked()).containsExactly(Probing.HOST);
    }
  }

  @Test
  void sentOnceWhenTheConnectionIsCut() throws IOException {
    try (RawServer server =
        RawServer.tls(probing.identity(Probing.HOST), (it, socket) -> it.read(socket))) {
      assertThat(exchange(server, LINES).outcome())
          .isEqualTo(
              new Outcome.Failed(Failure.RESET, "the connection was closed before an answer"));
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP/1.1 200 OK~Content-Length: 2~~hi                             | 200 | hi
          HTTP/1.1 201 OK~Transfer-Encoding: chunked~~1~h~1~i~0~~           | 201 | hi
          HTTP/1.0 200 OK~~hi                                               | 200 | hi
          HTTP/1.1 100 Continue~~HTTP/1.1 404 No~Content-Length: 0~~        | 404 | ''
          HTTP/1.1 204 Nothing~~                                            | 204 | ''
          HTTP/1.1 101 Switching Protocols~Upgrade: websocket~~frames       | 101 | ''
          """)
  void answersOfEveryLength(String answer, int status, String body) throws IOException {
    assertAnswered(answer(answer.strip().replace("~", "\r\n")), status, body);
  }

  @Test
  void anAnswerToHeadHasNoBody() throws IOException {
    try (RawServer server =
        RawServer.tls(probing.identity(Probing.HOST), RawServer.answering(OK))) {
      assertAnswered(exchange(server, List.of("HEAD / HTTP/1.1")).outcome(), 200, "");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hello\r\n\r\n", "SSH-2.0-OpenSSH_9.9\r\n", "HTTP/1.1 twohundred OK\r\n\r\n"})
  void garbage(String answer) throws IOException {
    assertThat(answer(answer))
        .isEqualTo(
            new Outcome.Failed(
                Failure.MALFORMED, "what came is not HTTP, or cannot be read as it"));
  }

  @Test
  void chunksThatAreNone() throws IOException {
    assertThat(answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"))
        .isEqualTo(new Outcome.Failed(Failure.MALFORMED, "the answer's chunks are not HTTP"));
  }

  @Test
  void cutWithinTheAnswer() throws IOException {
    assertThat(answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"))
        .isEqualTo(
            new Outcome.Failed(Failure.RESET, "the connection was closed within the answer"));
  }

  @Test
  void tooLarge() throws IOException {
    assertThat(answer("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat((1 << 20) + 1)))
        .isEqualTo(new Outcome.Failed(Failure.TOO_LARGE, "the answer is larger than 1 MiB"));
  }

  @Test
  void hangs() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (RawServer server =
            RawServer.tls(
                probing.identity(Probing.HOST),
                (it, socket) -> {
                  it.read(socket);
                  hold(end);
                });
        Prober prober = new Prober(new Redactor(), Probing.options(Duration.ofMillis(300)))) {
      assertThat(prober.send(probing.target(server), raw(LINES)).outcome())
          .isEqualTo(new Outcome.Failed(Failure.TIMEOUT, "no answer within 300 ms"));
      end.countDown();
    }
  }

  @Test
  void hangsInTheHandshake() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    ProberOptions hasty =
        new ProberOptions(
            Duration.ofMillis(300), Duration.ofSeconds(9), 1 << 20, Environment.of(Map.of()));
    try (RawServer server = RawServer.plain((it, socket) -> hold(end));
        Prober prober = new Prober(new Redactor(), hasty)) {
      assertThat(prober.send(probing.target(server), raw(LINES)).outcome())
          .isEqualTo(
              new Outcome.Failed(
                  Failure.NO_HANDSHAKE,
                  "no TLS handshake with 127.0.0.1:" + server.port() + " within 300 ms"));
      end.countDown();
    }
  }

  private static void hold(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void untrusted() throws IOException {
    try (RawServer server = RawServer.tls(probing.identity(Probing.HOST), RawServer.answering(OK));
        Prober prober = Probing.prober()) {
      Target target =
          Probing.at(
              server,
              URI.create("https://" + Probing.HOST),
              Probing.trusting(CertificateAuthority.create("other")));
      assertThat(prober.send(target, raw(LINES)).outcome())
          .isEqualTo(
              new Outcome.Failed(
                  Failure.UNTRUSTED,
                  "the server's certificate is not signed by the given CA (CN="
                      + Probing.HOST
                      + ")"));
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void noTlsThere() throws IOException {
    try (RawServer server =
        RawServer.plain((it, socket) -> {
          socket.getInputStream().read();
          socket.getOutputStream().write(OK.getBytes(StandardCharsets.US_ASCII));
        })) {
      assertThat(exchange(server, LINES).outcome())
          .isInstanceOfSatisfying(
              Outcome.Failed.class, failed -> assertThat(failed.kind()).isEqualTo(Failure.TLS));
    }
  }

  @Test
  void aDeadHostIsTriedOnce() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (Prober prober = Probing.prober()) {
      Target target = Probing.plain("http://127.0.0.1:" + port);
      Outcome refused = prober.send(target, raw(LINES)).outcome();
      assertThat(refused)
          .isEqualTo(
              new Outcome.Failed(
                  Failure.REFUSED,
                  "nothing listens at 127.0.0.1:" + port + " (connection refused)"));
      try (ServerSocket late = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(prober.send(target, raw(LINES)).outcome()).isEqualTo(refused);
        assertThat(prober.send(target, ProbeRequest.get("/")).outcome()).isEqualTo(refused);
        assertThat(late.isBound()).isTrue();
      }
    }
  }

  @Test
  void throughAProxy() throws IOException {
    try (RawServer server = RawServer.tls(probing.identity(Probing.HOST), RawServer.answering(OK));
        RawServer proxy = RawServer.plain((it, socket) -> tunnel(it, socket, server.port()));
        Prober prober = new Prober(new Redactor(), behind(proxy))) {
      assertAnswered(prober.send(far(), raw(LINES)).outcome(), 200, "hi");
      assertThat(proxy.requests().getFirst())
          .startsWith("CONNECT " + Probing.HOST + ":443 HTTP/1.1\r\n");
    }
  }

  @Test
  void aProxyThatRefuses() throws IOException {
    try (RawServer proxy =
            RawServer.plain(RawServer.answering("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n"));
        Prober prober = new Prober(new Redactor(), behind(proxy))) {
      assertThat(prober.send(far(), raw(LINES)).outcome())
          .isEqualTo(
              new Outcome.Failed(
                  Failure.UNREACHABLE, "the proxy opens no way to the host (status 502)"));
    }
  }

  private Target far() {
    return new Target(
        "test", URI.create("https://" + Probing.HOST), Optional.empty(), probing.client());
  }

  private static ProberOptions behind(RawServer proxy) {
    return new ProberOptions(
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        1 << 20,
        Environment.of(Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port())));
  }

  private static void tunnel(RawServer proxy, Socket socket, int port) throws IOException {
    proxy.read(socket);
    socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    try (Socket there = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              there.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException ended) {
              // Both ends are closed by the test.
            }
          });
      socket.getInputStream().transferTo(there.getOutputStream());
    }
  }

  @Test
  void severalOnOneConnection() throws IOException {
    try (RawServer server =
            RawServer.tls(
                probing.identity(Probing.HOST),
                (it, socket) -> {
                  RawServer.answering(OK).serve(it, socket);
                  RawServer.answering("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n")
                      .serve(it, socket);
                });
        Prober prober = Probing.prober();
        RawConnection connection = prober.connect(probing.target(server), Optional.empty())) {
      assertAnswered(connection.exchange(raw(LINES)).outcome(), 200, "hi");
      assertAnswered(connection.exchange(raw(LINES)).outcome(), 401, "");
      assertThat(connection.exchange(raw(LINES)).outcome())
          .isEqualTo(
              new Outcome.Failed(Failure.RESET, "the connection was closed before an answer"));
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void anAnswerThatDoesNotEndIsReadAsFarAsItIsWanted() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (RawServer server =
            RawServer.tls(
                probing.identity(Probing.HOST),
                (it, socket) -> {
                  RawServer.answering(
                          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
                      .serve(it, socket);
                  hold(end);
                });
        Prober prober = Probing.prober();
        RawConnection connection = prober.connect(probing.target(server), Optional.empty())) {
      connection.send(raw(LINES));
      assertAnswered(
          connection.answer(text -> text.contains("one"), Duration.ofSeconds(9)).outcome(),
          200,
          "one");
      assertThat(connection.answer(text -> text.contains("two"), Duration.ofMillis(200)).outcome())
          .isInstanceOf(Outcome.Failed.class);
      end.countDown();
    }
  }

  @Test
  void aReportShowsTheLinesWithoutSecrets() throws IOException {
    Redactor redactor = new Redactor();
    String token = "s3cr3t/token+of?mine";
    redactor.add(new SecretValue(token), "console token");
    String encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(token.getBytes(StandardCharsets.UTF_8));
    try (RawServer server = RawServer.tls(probing.identity(Probing.HOST), RawServer.answering(OK));
        Prober prober = new Prober(redactor, Probing.options(Duration.ofSeconds(9)))) {
      ExchangeRecord record =
          prober
              .send(
                  probing.target(server),
                  raw(
                      List.of(
                          "GET /a HTTP/1.1",
                          "Authorization: Bearer " + token,
                          "authorization : Bearer unregistered-secret",
                          "Sec-WebSocket-Protocol: base64url.bearer.authorization.k8s.io."
                              + encoded)))
              .record(redactor);
      assertThat(record.request().method()).isEqualTo("GET");
      assertThat(record.request().url()).isEqualTo("https://" + Probing.HOST + "/a");
      String shown = String.join("\n", record.request().lines());
      assertThat(shown)
          .doesNotContain(token, encoded, "unregistered-secret")
          .startsWith("GET /a HTTP/1.1\nAuthorization: Bearer <console token ")
          .contains("base64url.bearer.authorization.k8s.io.<console token ");
    }
  }
}
