package dev.cksauth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server on loopback that answers every request as a test says. */
final class TlsServer implements AutoCloseable {

  private static final char[] PASSWORD = "test".toCharArray();

  private final CertificateAuthority authority = CertificateAuthority.create("test");
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpsServer server;
  private final IssuedCertificate identity;

  /** An answer. */
  record Answer(int status, String type, String body, Map<String, String> headers) {
    Answer(int status, String type, String body) {
      this(status, type, body, Map.of());
    }
  }

  TlsServer(Function<HttpExchange, Answer> behaviour) throws IOException, GeneralSecurityException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    server = HttpsServer.create(new InetSocketAddress(loopback, 0), 50);
    identity = authority.issueServer(List.of("localhost"), List.of(loopback));
    server.setHttpsConfigurator(new HttpsConfigurator(context(identity)));
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, behaviour));
    server.start();
  }

  private static void answer(HttpExchange exchange, Function<HttpExchange, Answer> behaviour)
      throws IOException {
    try (exchange) {
      Answer answer = behaviour.apply(exchange);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static SSLContext context(IssuedCertificate identity)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", identity.privateKey(), PASSWORD, new X509Certificate[] {identity.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The certificate by which it proves who it is. */
  X509Certificate certificate() {
    return identity.certificate();
  }

  String caPem() {
    return authority.certificatePem();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
