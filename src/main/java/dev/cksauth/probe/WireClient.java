package dev.cksauth.probe;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.RouteInfo.LayerType;
import org.apache.hc.client5.http.RouteInfo.TunnelType;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.http.ConnectionReuseStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;

/** Makes HTTP clients that do nothing of themselves. */
final class WireClient {
  static final int LONGEST_LINE = 1 << 20;
  static final int MOST_HEADERS = 1000;

  /** Whether a connection serves for more than one request. */
  enum Reuse {
    NEVER,
    /** As long as the server keeps it, as an API server calls its webhooks (contract A-06). */
    AS_LONG_AS_KEPT
  }

  private WireClient() {}

  static CloseableHttpAsyncClient create(
      Protocol protocol,
      Optional<URI> proxy,
      TlsUpgrade tls,
      Progress progress,
      ProberOptions options,
      Reuse reuse) {
    HttpAsyncClientBuilder builder =
        HttpAsyncClients.custom()
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression()
            .disableAuthCaching()
            .disableConnectionState()
            .disableRequestPriority()
            // A tunnel, once open, is used; all else is not used again.
            .setConnectionReuseStrategy(strategy(reuse))
            // A client is closed while its selector may be looking: no news, and not for a log.
            .setIoReactorExceptionCallback(ignored -> {})
            .setUserAgent(userAgent())
            .setThreadFactory(new DefaultThreadFactory("probe", true))
            .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build())
            .setCharCodingConfig(
                CharCodingConfig.custom().setCharset(StandardCharsets.UTF_8).build())
            .setHttp1Config(
                Http1Config.custom()
                    .setMaxLineLength(LONGEST_LINE)
                    .setMaxHeaderCount(MOST_HEADERS)
                    .build())
            .setH2Config(
                H2Config.custom().setPushEnabled(false).setMaxHeaderListSize(LONGEST_LINE).build())
            .setDefaultRequestConfig(requests(proxy))
            .setConnectionManager(connections(protocol, tls, options))
            .setRoutePlanner((target, context) -> route(target, proxy));
    // Next to the wire: what comes here has its connection, tunnel and handshake included.
    builder.addExecInterceptorBefore(
        ChainElement.MAIN_TRANSPORT.name(),
        "sent",
        (request, body, scope, chain, callback) -> {
          progress.reached(Progress.Stage.SENT);
          chain.proceed(request, body, scope, callback);
        });
    proxy.ifPresent(each -> authenticate(builder, each));
    return builder.build();
  }

  private static ConnectionReuseStrategy strategy(Reuse reuse) {
    return switch (reuse) {
      case NEVER ->
          (request, response, context) -> request != null && "CONNECT".equals(request.getMethod());
      case AS_LONG_AS_KEPT -> DefaultClientConnectionReuseStrategy.INSTANCE;
    };
  }

  private static String userAgent() {
    String version = WireClient.class.getPackage().getImplementationVersion();
    return "cks-auth/" + (version == null ? "dev" : version);
  }

  private static RequestConfig requests(Optional<URI> proxy) {
    return RequestConfig.custom()
        .setRedirectsEnabled(false)
        .setContentCompressionEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .setExpectContinueEnabled(false)
        // Only a proxy may ask for a login: the targets' are for the caller to send.
        .setAuthenticationEnabled(proxy.map(each -> each.getRawUserInfo() != null).orElse(false))
        .setHardCancellationEnabled(true)
        .build();
  }

  private static PoolingAsyncClientConnectionManager connections(
      Protocol protocol, TlsUpgrade tls, ProberOptions options) {
    Timeout connect = Timeout.of(options.connect());
    HttpVersionPolicy version =
        switch (protocol) {
          case NEGOTIATE -> HttpVersionPolicy.NEGOTIATE;
          case HTTP_1_1 -> HttpVersionPolicy.FORCE_HTTP_1;
          case HTTP_2 -> HttpVersionPolicy.FORCE_HTTP_2;
        };
    return PoolingAsyncClientConnectionManagerBuilder.create()
        .setTlsStrategy(tls)
        .setDefaultTlsConfig(
            TlsConfig.custom().setVersionPolicy(version).setHandshakeTimeout(connect).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(connect)
                .setSocketTimeout(Timeout.of(options.answer().plus(options.connect())))
                .build())
        .build();
  }

  private static HttpRoute route(HttpHost target, Optional<URI> proxy) {
    boolean secure = "https".equals(target.getSchemeName());
    if (proxy.isEmpty()) {
      return new HttpRoute(target, null, secure);
    }
    HttpHost through = proxyHost(proxy.get());
    return new HttpRoute(
        target,
        null,
        new HttpHost[] {through},
        secure,
        TunnelType.TUNNELLED,
        secure ? LayerType.LAYERED : LayerType.PLAIN);
  }

  private static HttpHost proxyHost(URI proxy) {
    return new HttpHost("http", proxy.getHost(), proxy.getPort() >= 0 ? proxy.getPort() : 80);
  }

  private static void authenticate(HttpAsyncClientBuilder builder, URI proxy) {
    String login = proxy.getUserInfo();
    if (login == null) {
      return;
    }
    int colon = login.indexOf(':');
    String name = colon < 0 ? login : login.substring(0, colon);
    String password = colon < 0 ? "" : login.substring(colon + 1);
    BasicCredentialsProvider credentials = new BasicCredentialsProvider();
    credentials.setCredentials(
        new AuthScope(proxyHost(proxy)),
        new UsernamePasswordCredentials(name, password.toCharArray()));
    builder.setDefaultCredentialsProvider(credentials);
  }
}
