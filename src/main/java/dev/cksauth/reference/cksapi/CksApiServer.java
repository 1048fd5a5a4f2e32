package dev.cksauth.reference.cksapi;

import dev.cksauth.reference.managed.Tls;
import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A running CKS API on 127.0.0.1, as docs/cks-api.openapi.yaml describes it. It reads and changes
 * the one cluster that it was started for, and makes none.
 */
public final class CksApiServer implements AutoCloseable {
  private static final int THREADS = 10;

  private final Server server;
  private final ServerConnector connector;
  private final ClusterService service;

  private CksApiServer(Server server, ServerConnector connector, ClusterService service) {
    this.server = server;
    this.connector = connector;
    this.service = service;
  }

  /**
   * Starts an API; it accepts connections when this returns.
   *
   * @throws IOException when it cannot listen, or the certificate is unusable
   */
  public static CksApiServer start(CksApiSpec spec) throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("cks-api");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory http1 = new HttpConnectionFactory(http);
    ServerConnector connector =
        new ServerConnector(
            server,
            null,
            null,
            null,
            1,
            1,
            new SslConnectionFactory(Tls.server(spec.identity()), http1.getProtocol()),
            http1);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ClusterService service =
        new ClusterService(spec.merge(), spec.rules(), spec.configurator(), spec.cluster());
    server.setHandler(new ClusterHandler(spec.access(), spec.own(), service));
    server.setErrorHandler(new ProblemErrorHandler());
    CksApiServer started = new CksApiServer(server, connector, service);
    try {
      server.start();
      return started;
    } catch (Exception e) {
      started.close();
      throw e instanceof IOException io ? io : new IOException("the CKS API did not start", e);
    }
  }

  /** {@code https://localhost:port}. */
  public URI uri() {
    return URI.create("https://localhost:" + connector.getLocalPort());
  }

  @Override
  public void close() {
    service.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the CKS API did not stop", e);
    }
  }
}
