package dev.cksauth.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.subject.Client;
import dev.cksauth.subject.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/** Why no answer came, in words. */
class ProberFailureTest {
  private static final RawServer.Behaviour OK =
      RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");

  private final Probing probing = new Probing();

  private static Outcome send(Target target, Duration patience) {
    try (Prober prober = new Prober(new Redactor(), Probing.options(patience))) {
      return prober.send(target, ProbeRequest.get("/")).outcome();
    }
  }

  private static void assertFailed(Target target, Failure kind, String words) {
    assertThat(send(target, Duration.ofMillis(300))).isEqualTo(new Outcome.Failed(kind, words));
  }

  @Test
  void wrongAuthority() throws IOException {
    Client other = Probing.trusting(CertificateAuthority.create("other"));
    try (RawServer server = RawServer.tls(probing.identity(Probing.HOST), OK)) {
      assertFailed(
          Probing.at(server, URI.create("https://" + Probing.HOST), other),
          Failure.UNTRUSTED,
          "the server's certificate is not signed by the given CA (CN=" + Probing.HOST + ")");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void systemsAuthorities() throws IOException {
    try (RawServer server = RawServer.tls(probing.identity(Probing.HOST), OK)) {
      Target target =
          Probing.at(
              server, URI.create("https://" + Probing.HOST), Probing.client(Optional.empty()));
      assertFailed(
          target,
          Failure.UNTRUSTED,
          "the server's certificate is not signed by a CA that this system trusts (CN="
              + Probing.HOST
              + ")");
    }
  }

  @Test
  void wrongName() throws IOException {
    try (RawServer server = RawServer.tls(probing.identity("a.example"), OK)) {
      assertFailed(
          Probing.at(server, URI.create("https://b.example"), probing.client()),
          Failure.UNTRUSTED,
          "the server's certificate is for other names (a.example), not b.example");
      Client named =
          new Client(
              probing.client().ca(),
              false,
              Optional.of("a.example"),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      assertThat(
              send(
                  Probing.at(server, URI.create("https://b.example"), named),
                  Duration.ofSeconds(9)))
          .isInstanceOf(Outcome.Answered.class);
      assertThat(server.asked()).containsExactly("a.example");
      assertThat(server.requests().getFirst()).contains("Host: b.example\r\n");
    }
  }

  @Test
  void expired() throws IOException {
    Instant past = Instant.now().minusSeconds(100_000);
    var identity = probing.authority().issueClient("old", List.of(), past, past.plusSeconds(10));
    try (RawServer server = RawServer.tls(identity, OK)) {
      assertFailed(
          probing.target(server),
          Failure.UNTRUSTED,
          "the server's certificate, or one that signed it, has expired (CN=old)");
    }
  }

  @Test
  void anyCertificateWhereTheFileSaysSo() throws IOException {
    Client insecure =
        new Client(
            Optional.empty(),
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    try (RawServer server = RawServer.tls(probing.identity("a.example"), OK)) {
      assertThat(
              send(
                  Probing.at(server, URI.create("https://b.example"), insecure),
                  Duration.ofSeconds(9)))
          .isInstanceOf(Outcome.Answered.class);
    }
  }

  @Test
  void plainPort() throws IOException {
    try (RawServer server =
        RawServer.plain((it, socket) -> {
          socket.getInputStream().readNBytes(5);
          socket
              .getOutputStream()
              .write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.UTF_8));
          socket.getOutputStream().flush();
          socket.getInputStream().readAllBytes();
        })) {
      assertFailed(
          probing.target(server), Failure.TLS, "no TLS is spoken at 127.0.0.1:" + server.port());
    }
  }

  @Test
  void unknownHost() {
    assertFailed(
        Probing.plain("https://no-such-host.invalid"),
        Failure.UNKNOWN_HOST,
        "the host no-such-host.invalid is not known");
  }

  @Test
  void hang() throws IOException {
    try (RawServer server =
        RawServer.tls(
            probing.identity(Probing.HOST),
            (it, socket) -> socket.getInputStream().readAllBytes())) {
      assertFailed(probing.target(server), Failure.TIMEOUT, "no answer within 300 ms");
    }
  }

  private static final ProberOptions HASTY =
      new ProberOptions(
          Duration.ofMillis(300), Duration.ofSeconds(9), 1 << 20, Environment.of(Map.of()));

  /** A port that waits for a line of HTTP hangs as long as it is let. */
  @Test
  void aPortThatNeverShookHandsIsTriedOnce() throws IOException {
    try (RawServer server =
            RawServer.plain((it, socket) -> socket.getInputStream().readAllBytes());
        Prober prober = new Prober(new Redactor(), HASTY)) {
      Outcome.Failed silent =
          new Outcome.Failed(
              Failure.NO_HANDSHAKE,
              "no TLS handshake with 127.0.0.1:" + server.port() + " within 300 ms");
      assertThat(prober.send(probing.target(server), ProbeRequest.get("/")).outcome())
          .isEqualTo(silent);
      assertThat(prober.send(probing.target(server), ProbeRequest.get("/")).outcome())
          .isEqualTo(silent);
      assertThat(server.connections()).isOne();
    }
  }

  /** As a server does whose threads are all taken by clients that say nothing. */
  @Test
  void aServerThatShookHandsBeforeIsIllWhereItHangs() throws Exception {
    AtomicBoolean hangs = new AtomicBoolean();
    SSLSocketFactory tls = RawServer.context(probing.identity(Probing.HOST)).getSocketFactory();
    try (RawServer server =
            RawServer.plain((it, socket) -> {
              if (hangs.get()) {
                socket.getInputStream().readAllBytes();
                return;
              }
              SSLSocket secured =
                  (SSLSocket) tls.createSocket(socket, InputStream.nullInputStream(), true);
              RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                  .serve(it, secured);
            });
        Prober prober = new Prober(new Redactor(), HASTY)) {
      assertThat(prober.send(probing.target(server), ProbeRequest.get("/")).outcome())
          .isInstanceOf(Outcome.Answered.class);
      hangs.set(true);
      assertThat(prober.send(probing.target(server), ProbeRequest.get("/")).outcome())
          .isInstanceOfSatisfying(
              Outcome.Failed.class, failed -> assertThat(failed.kind()).isEqualTo(Failure.TIMEOUT));
      hangs.set(false);
      assertThat(prober.send(probing.target(server), ProbeRequest.get("/")).outcome())
          .isInstanceOf(Outcome.Answered.class);
    }
  }

  @Test
  void drip() throws IOException {
    try (RawServer server =
        RawServer.tls(
            probing.identity(Probing.HOST),
            (it, socket) -> {
              it.read(socket);
              OutputStream out = socket.getOutputStream();
              out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
              socket.setSoTimeout(20);
              for (boolean open = true; open; ) {
                out.write('x');
                out.flush();
                try {
                  open = socket.getInputStream().read() >= 0;
                } catch (java.net.SocketTimeoutException quiet) {
                  open = true;
                }
              }
            })) {
      assertFailed(probing.target(server), Failure.TIMEOUT, "the answer did not end within 300 ms");
    }
  }

  @Test
  void endless() throws IOException {
    try (RawServer server =
        RawServer.tls(
            probing.identity(Probing.HOST),
            (it, socket) -> {
              it.read(socket);
              OutputStream out = socket.getOutputStream();
              out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
              byte[] block = new byte[64 << 10];
              while (!socket.isClosed()) {
                out.write(block);
              }
            })) {
      assertThat(send(probing.target(server), Duration.ofSeconds(9)))
          .isEqualTo(new Outcome.Failed(Failure.TOO_LARGE, "the answer is larger than 1 MiB"));
    }
  }

  @Test
  void cutShort() throws IOException {
    try (RawServer server =
        RawServer.tls(
            probing.identity(Probing.HOST),
            RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"))) {
      assertFailed(
          probing.target(server), Failure.RESET, "the connection was closed within the answer");
    }
  }

  @Test
  void noHttp() throws IOException {
    try (RawServer server =
        RawServer.tls(probing.identity(Probing.HOST), RawServer.answering("SSH-2.0-x\r\n\r\n"))) {
      assertThat(send(probing.target(server), Duration.ofSeconds(9)))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.kind()).isEqualTo(Failure.MALFORMED));
    }
  }

  @Test
  void noHttp2() throws IOException {
    try (RawServer server = RawServer.tls(probing.identity(Probing.HOST), OK, "http/1.1");
        Prober prober = Probing.prober()) {
      Outcome outcome =
          prober
              .send(probing.target(server), ProbeRequest.get("/").withProtocol(Protocol.HTTP_2))
              .outcome();
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Failed.class, failed -> assertThat(failed.kind()).isEqualTo(Failure.TLS));
    }
  }
}
