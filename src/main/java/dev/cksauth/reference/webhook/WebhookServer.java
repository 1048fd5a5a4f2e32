package dev.cksauth.reference.webhook;

import dev.cksauth.reference.managed.Tls;
import dev.cksauth.reference.managed.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A running webhook: HTTP/1.1 and HTTP/2 over TLS, as API servers call them.
 *
 * <p>Reading and writing block no thread, so requests that are sent by halves cost none.
 */
public final class WebhookServer implements AutoCloseable {
  /** An API server forwards tokens of 3 MiB (contract A-11), and JSON may escape each letter. */
  static final int LARGEST_BODY = 8 << 20;

  private static final int THREADS = 16;
  private static final int LARGEST_HEAD = 64 << 10;
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** What is under way at the end is finished within this time (contract B-22). */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Server server;
  private final ServerConnector connector;
  private final Optional<SslContextFactory.Server> tls;
  private final WebhookServerSpec spec;

  private WebhookServer(
      Server server,
      ServerConnector connector,
      Optional<SslContextFactory.Server> tls,
      WebhookServerSpec spec) {
    this.server = server;
    this.connector = connector;
    this.tls = tls;
    this.spec = spec;
  }

  /**
   * Starts a webhook; it accepts connections when this returns.
   *
   * @throws IOException when it cannot listen, or the certificates are unusable
   */
  public static WebhookServer start(
      WebhookServerSpec spec, TokenAuthenticator authenticator, DecisionLog log)
      throws IOException {
    return start(spec, new ReviewHandler(spec.path(), authenticator, log, LARGEST_BODY), IDLE);
  }

  /**
   * Starts a login API instead, for people and not for API servers: so it has a port of its own, to
   * be opened to others.
   *
   * @param calls by their paths
   * @throws IOException when it cannot listen, or the certificates are unusable
   */
  public static WebhookServer logins(
      WebhookServerSpec spec, Map<String, LoginCall> calls, DecisionLog log) throws IOException {
    return start(spec, new LoginHandler(calls, log), IDLE);
  }

  /**
   * The same with another handler of requests.
   *
   * @param idle after which a connection is closed on which nothing comes, half-sent requests
   *     included
   */
  public static WebhookServer start(WebhookServerSpec spec, Handler reviews, Duration idle)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("webhook");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    Server server = new Server(threads);
    Optional<SslContextFactory.Server> tls =
        spec.identity().isPresent() ? Optional.of(tls(spec)) : Optional.empty();
    ServerConnector connector = connector(server, tls);
    connector.setHost(spec.address().getAddress().getHostAddress());
    connector.setPort(spec.address().getPort());
    connector.setIdleTimeout(idle.toMillis());
    server.addConnector(connector);
    Handler guarded =
        spec.bearer().<Handler>map(token -> new BearerHandler(token, reviews)).orElse(reviews);
    server.setHandler(new GracefulHandler(guarded));
    server.setStopTimeout(GRACE.toMillis());
    server.setErrorHandler(new QuietErrorHandler());
    WebhookServer started = new WebhookServer(server, connector, tls, spec);
    try {
      server.start();
      return started;
    } catch (Exception e) {
      started.close();
      throw e instanceof IOException io ? io : new IOException("the webhook did not start", e);
    }
  }

  private static SslContextFactory.Server tls(WebhookServerSpec spec) throws IOException {
    SslContextFactory.Server tls = Tls.server(spec.identity().orElseThrow());
    if (!spec.clientAuthorities().isEmpty()) {
      tls.setTrustStore(trusted(spec.clientAuthorities()));
      tls.setNeedClientAuth(true);
    }
    return tls;
  }

  private static KeyStore trusted(List<X509Certificate> authorities) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("authority-" + i, authorities.get(i));
      }
      return store;
    } catch (GeneralSecurityException e) {
      throw new IOException("the clients' authorities cannot be used", e);
    }
  }

  private static ServerConnector connector(Server server, Optional<SslContextFactory.Server> tls) {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(LARGEST_HEAD);
    http.setSendServerVersion(false);
    // The name in the certificate is for clients to check; some dial an address with another one.
    http.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory http1 = new HttpConnectionFactory(http);
    ServerConnector connector;
    if (tls.isPresent()) {
      HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
      // An API server sends all its reviews over one connection (contract A-06).
      http2.setMaxConcurrentStreams(250);
      ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
      alpn.setDefaultProtocol(http1.getProtocol());
      SslConnectionFactory secure = new SslConnectionFactory(tls.get(), alpn.getProtocol());
      connector = new ServerConnector(server, null, null, null, 1, 1, secure, alpn, http2, http1);
    } else {
      connector = new ServerConnector(server, null, null, null, 1, 1, http1);
    }
    // As many connections as come at once while a machine is busy.
    connector.setAcceptQueueSize(1024);
    return connector;
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Where reviews are posted: {@code https://localhost:port/path}. */
  public URI uri() {
    String scheme = tls.isPresent() ? "https" : "http";
    return URI.create(scheme + "://localhost:" + port() + spec.path());
  }

  /**
   * Shows another certificate to clients that come from now on; connections that are open go on
   * (contract B-18).
   *
   * @throws IOException when it cannot be used; the old one is shown then
   * @throws IllegalStateException when this is served without TLS
   */
  public void renew(TlsIdentity identity) throws IOException {
    SslContextFactory.Server factory =
        tls.orElseThrow(() -> new IllegalStateException("served without TLS"));
    try {
      factory.reload(changed -> {
        try {
          Tls.present(changed, identity);
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      });
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    } catch (Exception e) {
      throw new IOException("the certificate cannot be used", e);
    }
  }

  /** Takes no more connections, finishes what is under way, and stops. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (java.util.concurrent.TimeoutException late) {
      // What did not end in time was cut off: the server is down.
    } catch (Exception e) {
      throw new IllegalStateException("the webhook did not stop", e);
    }
  }
}
