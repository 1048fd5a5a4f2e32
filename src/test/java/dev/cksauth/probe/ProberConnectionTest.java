package dev.cksauth.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.subject.Address;
import dev.cksauth.subject.ClientCertificate;
import dev.cksauth.subject.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;

/** HTTP/2, client certificates and proxies. */
class ProberConnectionTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  private final Probing probing = new Probing();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private Server http2(int status) throws Exception {
    Server server = new Server();
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(RawServer.context(probing.identity(Probing.HOST)));
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2");
    ServerConnector connector =
        new ServerConnector(
            server,
            new SslConnectionFactory(tls, alpn.getProtocol()),
            alpn,
            new HTTP2ServerConnectionFactory(new HttpConfiguration()));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            seen.add(
                request.getMethod()
                    + " "
                    + request.getHttpURI().getAuthority()
                    + " "
                    + request.getHttpURI().getPathQuery());
            for (HttpField field : request.getHeaders()) {
              seen.add(field.toString());
            }
            response.setStatus(status);
            response.write(true, StandardCharsets.UTF_8.encode("hi"), callback);
            return true;
          }
        });
    server.start();
    return server;
  }

  @Test
  void http2AsWritten() throws Exception {
    Server server = http2(401);
    try (Prober prober = Probing.prober()) {
      Target target =
          new Target(
              "test",
              URI.create("https://" + Probing.HOST + ":443"),
              Optional.of(new Address("127.0.0.1", server.getURI().getPort())),
              probing.client());
      for (Protocol protocol : List.of(Protocol.HTTP_2, Protocol.NEGOTIATE)) {
        seen.clear();
        Outcome outcome =
            prober
                .send(
                    target,
                    ProbeRequest.get("/a?b=%20")
                        .withProtocol(protocol)
                        .withHeader("X-A", "1")
                        .withHeader("X-A", "2"))
                .outcome();
        assertThat(outcome)
            .isInstanceOfSatisfying(
                Outcome.Answered.class,
                answer -> {
                  assertThat(answer.status()).isEqualTo(401);
                  assertThat(answer.protocol()).isEqualTo("h2");
                  assertThat(answer.body()).asString().isEqualTo("hi");
                });
        assertThat(seen.stream().map(String::toLowerCase))
            .contains("get " + Probing.HOST + ":443 /a?b=%20", "x-a: 1", "x-a: 2")
            .noneMatch(line -> line.startsWith("accept-encoding") || line.startsWith("priority"))
            .filteredOn(line -> line.startsWith("get "))
            .hasSize(1);
      }
    } finally {
      server.stop();
    }
  }

  @Test
  void clientCertificate() throws IOException {
    Instant now = Instant.now();
    IssuedCertificate issued =
        probing.authority().issueClient("me", List.of(), now.minusSeconds(9), now.plusSeconds(999));
    AtomicReference<String> presented = new AtomicReference<>("");
    try (RawServer server =
            RawServer.tls(
                probing.identity(Probing.HOST),
                (it, socket) -> {
                  presented.set(
                      ((SSLSocket) socket).getSession().getPeerCertificates().length
                          + " presented");
                  RawServer.answering(OK).serve(it, socket);
                });
        Prober prober = Probing.prober()) {
      ClientCertificate certificate =
          new ClientCertificate("test", List.of(issued.certificate()), issued.privateKey());
      Outcome outcome =
          prober
              .send(probing.target(server), ProbeRequest.get("/").withCertificate(certificate))
              .outcome();
      assertThat(outcome).isInstanceOf(Outcome.Answered.class);
      assertThat(presented.get()).isEqualTo("1 presented");
    }
  }

  @Test
  void proxyOfTheEnvironment() throws IOException {
    try (RawServer server = RawServer.tls(probing.identity(Probing.HOST), RawServer.answering(OK));
        RawServer proxy =
            RawServer.plain((it, socket) -> {
              it.read(socket);
              socket
                  .getOutputStream()
                  .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
              try (Socket there = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                Thread back =
                    Thread.ofVirtual()
                        .start(() -> {
                          try {
                            there.getInputStream().transferTo(socket.getOutputStream());
                          } catch (IOException ended) {
                            // Both ends are closed by the test.
                          }
                        });
                socket.getInputStream().transferTo(there.getOutputStream());
                back.interrupt();
              }
            })) {
      Outcome outcome = through(proxy, "", "https://" + Probing.HOST);
      assertThat(outcome).isInstanceOf(Outcome.Answered.class);
      assertThat(proxy.requests()).hasSize(1);
      assertThat(proxy.requests().getFirst())
          .startsWith("CONNECT " + Probing.HOST + ":443 HTTP/1.1\r\n");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void proxyThatRefuses() throws IOException {
    try (RawServer proxy =
        RawServer.plain(RawServer.answering("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n"))) {
      assertThat(through(proxy, "", "https://" + Probing.HOST))
          .isEqualTo(
              new Outcome.Failed(
                  Failure.UNREACHABLE, "the proxy opens no way to the host (status 502)"));
    }
  }

  private Outcome through(RawServer proxy, String exceptions, String url) {
    Environment environment =
        Environment.of(
            Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port(), "NO_PROXY", exceptions));
    ProberOptions options =
        new ProberOptions(Duration.ofSeconds(10), Duration.ofSeconds(10), 1 << 20, environment);
    try (Prober prober = new Prober(new Redactor(), options)) {
      Target target = new Target("test", URI.create(url), Optional.empty(), probing.client());
      return prober.send(target, ProbeRequest.get("/")).outcome();
    }
  }

  @Test
  void exceptionsFromProxies() {
    for (String entry :
        List.of(
            "*", "example.test", ".example.test", "*.example.test", "x, api.example.test:443")) {
      assertThat(proxy(entry, "https://" + Probing.HOST)).as(entry).isEmpty();
    }
    assertThat(proxy("10.0.0.0/8", "https://10.1.2.3")).isEmpty();
    assertThat(proxy("10.0.0.0/8,other.test,api.example.test:1", "https://" + Probing.HOST))
        .contains(URI.create("http://proxy:1"));
    assertThat(proxy("", "https://127.0.0.2")).isEmpty();
    assertThat(proxy("", "https://[::1]")).isEmpty();
    assertThat(proxy("", "http://" + Probing.HOST)).isEmpty();
  }

  private static Optional<URI> proxy(String exceptions, String url) {
    return new Proxies(Environment.of(Map.of("https_proxy", "proxy:1", "no_proxy", exceptions)))
        .of(Probing.plain(url));
  }
}
