package dev.cksauth.probe;

import java.net.IDN;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.net.InetAddressUtils;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.reactor.ssl.TlsDetails;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Starts TLS for one request, under the name that its target says. */
final class TlsUpgrade implements TlsStrategy {
  private final String name;
  private final Protocol protocol;
  private final ServerCheck check;
  private final KeyManager[] keys;
  private final Progress progress;

  TlsUpgrade(
      String name, Protocol protocol, ServerCheck check, KeyManager[] keys, Progress progress) {
    this.name = name;
    this.protocol = protocol;
    this.check = check;
    this.keys = keys;
    this.progress = progress;
  }

  @Override
  public void upgrade(
      TransportSecurityLayer connection,
      NamedEndpoint endpoint,
      @Nullable Object attachment,
      Timeout timeout,
      @Nullable FutureCallback<TransportSecurityLayer> callback) {
    progress.reached(Progress.Stage.HANDSHAKE);
    connection.startTls(
        context(check, keys),
        endpoint,
        SSLBufferMode.STATIC,
        (peer, engine) -> {
          SSLParameters parameters = engine.getSSLParameters();
          parameters.setApplicationProtocols(offered());
          parameters.setServerNames(serverNames(name));
          engine.setSSLParameters(parameters);
        },
        (peer, engine) -> {
          String agreed = engine.getApplicationProtocol();
          if (protocol == Protocol.HTTP_2 && !"h2".equals(agreed)) {
            throw new SSLHandshakeException(Failures.NO_HTTP_2);
          }
          progress.reached(Progress.Stage.CONNECTED);
          return new TlsDetails(engine.getSession(), agreed);
        },
        timeout,
        callback);
  }

  private String[] offered() {
    return switch (protocol) {
      case NEGOTIATE -> new String[] {"h2", "http/1.1"};
      case HTTP_1_1 -> new String[] {"http/1.1"};
      case HTTP_2 -> new String[] {"h2"};
    };
  }

  /** An address is no name to ask for. */
  static List<SNIServerName> serverNames(String name) {
    boolean address = InetAddressUtils.isIPv4(name) || InetAddressUtils.isIPv6(name);
    String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    try {
      return address ? List.of() : List.of(new SNIHostName(IDN.toASCII(plain)));
    } catch (IllegalArgumentException unusable) {
      return List.of();
    }
  }

  /** A new one for each connection, so that no session is resumed. */
  static SSLContext context(ServerCheck check, KeyManager[] keys) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {check}, null);
      return context;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java has TLS", missing);
    }
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public boolean upgrade(
      TransportSecurityLayer connection,
      HttpHost host,
      SocketAddress local,
      SocketAddress remote,
      @Nullable Object attachment,
      Timeout timeout) {
    upgrade(connection, host, attachment, timeout, null);
    return true;
  }
}
