package dev.cksauth.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A TLS server that answers as a test tells it to, and remembers what it was asked. */
final class Scripted implements AutoCloseable {
  static final CertificateAuthority AUTHORITY = CertificateAuthority.create("engine tests");

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final HttpsServer server;
  private volatile Script script = Replies.knowing(Replies.unauthorized());

  /** A server on a free port. */
  Scripted() throws Exception {
    this(0);
  }

  Scripted(int port) throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context()));
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
   */
  record Asked(String method, String path, String token, String body) {}

  /** An answer; a status of 0 cuts the connection instead. */
  record Reply(int status, String type, String body) {}

  void says(Script answers) {
    script = answers;
  }

  List<Asked> asked() {
    return asked;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    Asked one =
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            header == null ? "" : header.substring("Bearer ".length()),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    asked.add(one);
    try (exchange) {
      Reply reply = script.answer(one);
      if (reply.status() > 0) {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.type());
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
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
