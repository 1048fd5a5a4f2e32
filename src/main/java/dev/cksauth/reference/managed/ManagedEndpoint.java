package dev.cksauth.reference.managed;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.EnumSet;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A running managed endpoint: HTTP/1.1 and HTTP/2 over TLS on 127.0.0.1.
 *
 * <p>It carries every request but {@code CONNECT} and protocol upgrades (exec, attach and
 * port-forward), which it answers with 405 and 501.
 *
 * <p>Nothing that it logs holds a token. Jetty's own loggers print headers at {@code DEBUG}: keep
 * {@code org.eclipse.jetty} at {@code INFO} or above.
 */
public final class ManagedEndpoint implements AutoCloseable {
  /** As many bytes of request headers as the API server takes (Go's default). */
  static final int LARGEST_REQUEST_HEAD = 1 << 20;

  // Everything is asynchronous: threads are needed for work at hand only, not for open watches.
  private static final int THREADS = 12;

  private final Server server;
  private final ServerConnector connector;

  private ManagedEndpoint(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts an endpoint; it accepts connections when this returns.
   *
   * @throws IOException when it cannot listen, or the certificates are unusable
   */
  public static ManagedEndpoint start(ManagedEndpointSpec spec) throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("managed-endpoint");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    Server server = new Server(threads);
    ServerConnector connector =
        connector(server, Tls.server(spec.identity()), spec.address(), spec.waits());
    server.addConnector(connector);
    server.setHandler(new ForwardingHandler(spec, threads, server.getScheduler()));
    server.setErrorHandler(new StatusErrorHandler());
    ManagedEndpoint endpoint = new ManagedEndpoint(server, connector);
    try {
      server.start();
      return endpoint;
    } catch (Exception e) {
      endpoint.close();
      throw e instanceof IOException io ? io : new IOException("the endpoint did not start", e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** {@code https://127.0.0.1:port}. */
  public URI uri() {
    return URI.create("https://127.0.0.1:" + port());
  }

  /** Stops at once: what is under way is cut off, here and upstream. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the endpoint did not stop", e);
    }
  }

  static ServerConnector connector(
      Server server, SslContextFactory.Server shown, InetSocketAddress address, Waits waits) {
    HttpConfiguration http = httpConfiguration();
    HttpConnectionFactory http1 = new HttpConnectionFactory(http);
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
    // What Go's server allows a client: each watch of a client is a stream of one connection.
    http2.setMaxConcurrentStreams(250);
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(http1.getProtocol());
    SslConnectionFactory tls = new SslConnectionFactory(shown, alpn.getProtocol());
    ServerConnector connector =
        new ServerConnector(server, null, null, null, 1, 1, tls, alpn, http2, http1);
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(waits.idle().toMillis());
    return connector;
  }

  private static HttpConfiguration httpConfiguration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(LARGEST_REQUEST_HEAD);
    http.setResponseHeaderSize(LARGEST_REQUEST_HEAD);
    http.setSendServerVersion(false);
    // The API server's own Date passes through; a second one would be wrong.
    http.setSendDateHeader(false);
    // Without one of these Jetty adds its own, which refuses a Host that the certificate lacks.
    // Here
    // the name is no secret and no boundary: some clients dial an address with another name.
    http.addCustomizer(new SecureRequestCustomizer(false));
    // Else a token that differs in case from one sent before on the connection is taken for that.
    http.setHeaderCacheCaseSensitive(true);
    http.setHttpCompliance(HttpCompliance.STRICT);
    // The path is for the API server to judge: nothing here depends on it. Only what is not part of
    // a path or query at all is refused.
    http.setUriCompliance(
        UriCompliance.from(
            EnumSet.complementOf(
                EnumSet.of(UriCompliance.Violation.USER_INFO, UriCompliance.Violation.FRAGMENT))));
    return http;
  }
}
