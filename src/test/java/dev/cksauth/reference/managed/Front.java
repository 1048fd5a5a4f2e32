package dev.cksauth.reference.managed;

import dev.cksauth.reference.process.Listening;
import java.io.IOException;
import java.net.URI;
import java.security.KeyStore;
import java.security.cert.CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EndPoint.SslSessionData;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * A gateway before an endpoint: it ends TLS and carries what its rule says, byte for byte. The rule
 * may be a faulty one; the rest is honest.
 */
public final class Front implements AutoCloseable {
  // A rule may wait for an API server, so a request can hold a thread.
  private static final int THREADS = 24;

  private final Server server;
  private final ServerConnector connector;

  private Front(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /** A request, with the certificate of its sender, whoever signed that. */
  public record Arrival(RequestHead head, Optional<X509Certificate> certificate) {}

  /** What becomes of a request. */
  public sealed interface Turn {}

  /** It goes to this server with this head. */
  public record Pass(URI to, RequestHead head) implements Turn {}

  /** The gateway answers itself. */
  public record Answer(Refusal answer) implements Turn {}

  /** Decides what becomes of a request. */
  @FunctionalInterface
  public interface Rule {
    Turn of(Arrival arrival) throws Exception;
  }

  /**
   * Starts a gateway on any free port of 127.0.0.1.
   *
   * @param authority who signs the certificates of servers behind it
   */
  public static Front start(TlsIdentity identity, X509Certificate authority, Rule rule)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    Server server = new Server(threads);
    SslContextFactory.Server shown = new Asking();
    Tls.present(shown, identity);
    shown.setCipherComparator(HTTP2Cipher.COMPARATOR);
    shown.setWantClientAuth(true);
    ServerConnector connector =
        ManagedEndpoint.connector(server, shown, Listening.loopback().next(), Waits.DEFAULT);
    server.addConnector(connector);
    server.setHandler(new Carrier(identity, authority, rule));
    Front front = new Front(server, connector);
    try {
      server.start();
      return front;
    } catch (Exception e) {
      front.close();
      throw new IOException("the front did not start", e);
    }
  }

  /** As an API server does: asks for a certificate, and takes any; what it proves comes later. */
  private static final class Asking extends SslContextFactory.Server {
    @Override
    protected TrustManager[] getTrustManagers(KeyStore trusted, Collection<? extends CRL> revoked) {
      return TRUST_ALL_CERTS;
    }
  }

  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the front did not stop", e);
    }
  }

  private static final class Carrier extends ProxyHandler {
    private static final String PASS = Pass.class.getName();

    /** They concern one connection, or its server. */
    private static final Set<String> OF_THE_CONNECTION =
        Set.of(
            "host",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    private final SslContextFactory.Client tls;
    private final Rule rule;

    Carrier(TlsIdentity identity, X509Certificate authority, Rule rule) throws IOException {
      this.tls = Tls.client(identity, authority);
      // Or the API server would take the gateway's own certificate for a client's.
      this.tls.setKeyStore(null);
      this.rule = rule;
      setViaHost("front");
    }

    @Override
    protected HttpClient newHttpClient() {
      ClientConnector upstream = new ClientConnector();
      upstream.setSslContextFactory(tls);
      HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(upstream));
      client.setMaxRequestHeadersSize(2 * ManagedEndpoint.LARGEST_REQUEST_HEAD);
      client.setUserAgentField(null);
      client.setDefaultRequestContentType(null);
      return client;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Turn turn;
      try {
        turn = rule.of(arrival(request));
      } catch (Exception e) {
        throw new IllegalStateException("the rule of the front failed", e);
      }
      if (turn instanceof Answer(Refusal answer)) {
        Refusals.write(answer, response, callback);
        return true;
      }
      request.setAttribute(PASS, turn);
      return super.handle(LengthlessRequest.of(request), response, callback);
    }

    private static Arrival arrival(Request request) {
      @Nullable Object session = request.getAttribute(SslSessionData.ATTRIBUTE);
      return new Arrival(
          ForwardingHandler.head(request),
          session instanceof SslSessionData data
              ? Optional.ofNullable(data.peerCertificates())
                  .filter(chain -> chain.length > 0)
                  .map(chain -> chain[0])
              : Optional.empty());
    }

    @Override
    protected HttpURI rewriteHttpURI(Request request) {
      return request.getHttpURI();
    }

    @Override
    protected org.eclipse.jetty.client.Request newProxyToServerRequest(
        Request request, HttpURI target) {
      Pass pass = (Pass) request.getAttribute(PASS);
      return new UpstreamRequest(
          getHttpClient(), pass.to(), pass.head().method(), pass.head().target());
    }

    @Override
    protected void copyRequestHeaders(
        Request request, org.eclipse.jetty.client.Request toUpstream) {
      Pass pass = (Pass) request.getAttribute(PASS);
      toUpstream.headers(headers -> {
        for (Header header : pass.head().headers()) {
          if (!OF_THE_CONNECTION.contains(header.key())) {
            headers.add(header.name(), header.value());
          }
        }
      });
    }

    @Override
    protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request toUpstream) {
      // A gateway need not name itself, and the API server's audit log is not read here.
    }
  }
}
