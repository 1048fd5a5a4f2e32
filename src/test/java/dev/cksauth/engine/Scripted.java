package dev.cksauth.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A TLS server that answers as a test tells it to, and remembers what it was asked. */
final class Scripted implements AutoCloseable {
  static final CertificateAuthority AUTHORITY = CertificateAuthority.create("engine tests");

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<Integer> ports = new CopyOnWriteArrayList<>();
  private final HttpsServer server;
  private volatile Script script = Replies.knowing(Replies.unauthorized());

  /** A server on a free port. */
  Scripted() throws Exception {
    this(0);
  }

  Scripted(int port) throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setHttpsConfigurator(new Asking(context()));
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** What it answers. */
  @FunctionalInterface
  interface Script {
    Reply answer(Asked asked) throws InterruptedException;
  }

  /**
   * A request.
   *
   * @param token of its Authorization header; empty without one
   * @param login its header X-Login, where scenarios of tests put one; empty without one
   * @param certificate of the sender, whoever signed it
   * @param headers by their names in small letters
   */
  record Asked(
      String method,
      String path,
      String token,
      String body,
      String login,
      Optional<X509Certificate> certificate,
      Map<String, String> headers) {

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** An answer; a status of 0 cuts the connection instead. */
  record Reply(int status, String type, String body, Map<String, String> headers) {
    Reply(int status, String type, String body) {
      this(status, type, body, Map.of());
    }

    Reply with(String header, String value) {
      return new Reply(status, type, body, Map.of(header, value));
    }

    /** The body's bytes; what a header says of gzip is true unless a test says otherwise. */
    byte[] bytes() throws IOException {
      byte[] plain = body.getBytes(StandardCharsets.UTF_8);
      if (!headers.getOrDefault("Content-Encoding", "").equals("gzip")) {
        return plain;
      }
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
        out.write(plain);
      }
      return packed.toByteArray();
    }
  }

  void says(Script answers) {
    script = answers;
  }

  List<Asked> asked() {
    return asked;
  }

  /** From how many ports the requests came. */
  long connections() {
    return ports.stream().distinct().count();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    Asked one =
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            header == null ? "" : header.replaceFirst("^Bearer ", ""),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            String.join("", exchange.getRequestHeaders().getOrDefault("X-Login", List.of())),
            certificate((HttpsExchange) exchange),
            Map.copyOf(headers));
    asked.add(one);
    ports.add(exchange.getRemoteAddress().getPort());
    try (exchange) {
      Reply reply = script.answer(one);
      if (reply.status() > 0) {
        byte[] body = reply.bytes();
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        if (reply.status() / 100 == 3) {
          exchange.getResponseHeaders().set("Location", "/login");
        }
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<X509Certificate> certificate(HttpsExchange exchange) {
    try {
      Certificate[] chain = exchange.getSSLSession().getPeerCertificates();
      return Optional.of((X509Certificate) chain[0]);
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }

  /** As an API server does: asks for a certificate, and takes any; what it proves comes later. */
  private static final class Asking extends HttpsConfigurator {
    Asking(SSLContext context) {
      super(context);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters asking = getSSLContext().getDefaultSSLParameters();
      asking.setWantClientAuth(true);
      parameters.setSSLParameters(asking);
    }
  }

  private static final class TrustingAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static SSLContext context() throws Exception {
    IssuedCertificate issued =
        AUTHORITY.issueServer(
            List.of("managed.example.test", "unmanaged.example.test"),
            List.of(InetAddress.getLoopbackAddress()));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server",
        issued.privateKey(),
        new char[0],
        new Certificate[] {issued.certificate(), AUTHORITY.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {new TrustingAll()}, null);
    return context;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
