package dev.cksauth.reference.managed;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** In place of an API server: asks for a client certificate, and remembers what it was sent. */
final class RecordingUpstream implements AutoCloseable {

  /** One request, as it arrived. */
  record Received(
      String method, String target, List<Header> headers, String body, String certificate) {

    List<String> values(String name) {
      return headers.stream()
          .filter(header -> header.key().equals(name.toLowerCase(Locale.ROOT)))
          .map(Header::value)
          .toList();
    }

    List<String> keys() {
      return headers.stream().map(Header::key).toList();
    }
  }

  /** How to answer, once the request has been recorded. */
  interface Behaviour {
    void answer(Received received, Response response) throws Exception;
  }

  private final Server server = new Server();
  private final ServerConnector connector;
  private final LinkedBlockingQueue<Received> seen = new LinkedBlockingQueue<>();
  private volatile Behaviour behaviour = RecordingUpstream::empty;

  RecordingUpstream(TestPki pki) throws Exception {
    HttpConfiguration http = new HttpConfiguration();
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setRequestHeaderSize(2 << 20);
    http.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(pki.context(pki.identity("kube-apiserver")));
    tls.setNeedClientAuth(true);
    connector =
        new ServerConnector(
            server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            Received received = record(request);
            seen.add(received);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            behaviour.answer(received, response);
            callback.succeeded();
            return true;
          }
        });
    server.start();
  }

  URI uri() {
    return URI.create("https://127.0.0.1:" + connector.getLocalPort());
  }

  void behave(Behaviour replacement) {
    behaviour = replacement;
  }

  void forget() {
    seen.clear();
    behaviour = RecordingUpstream::empty;
  }

  /** The next request; waits for it. */
  Received next() throws InterruptedException {
    Received received = seen.poll(10, TimeUnit.SECONDS);
    if (received == null) {
      throw new AssertionError("nothing arrived upstream");
    }
    return received;
  }

  boolean sawNothing() {
    return seen.isEmpty();
  }

  static void write(Response response, boolean last, String text) throws Exception {
    try (var blocker = Blocker.callback()) {
      Content.Sink.write(response, last, text, blocker);
      blocker.block();
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the upstream did not stop", e);
    }
  }

  private static void empty(Received received, Response response) throws Exception {
    write(response, true, "{}");
  }

  private static Received record(Request request) throws Exception {
    String body = Content.Source.asString(request, StandardCharsets.UTF_8);
    EndPoint.SslSessionData tls =
        (EndPoint.SslSessionData) request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
    X509Certificate[] chain = tls.peerCertificates();
    return new Received(
        request.getMethod(),
        request.getHttpURI().getPathQuery(),
        request.getHeaders().stream()
            .map(field -> new Header(field.getName(), field.getValue()))
            .toList(),
        body,
        chain[0].getSubjectX500Principal().getName());
  }
}
