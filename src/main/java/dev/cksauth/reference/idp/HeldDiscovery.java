package dev.cksauth.reference.idp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * The discovery document of an issuer that is still starting: whoever asks is kept waiting until it
 * is there. An API server that asked in vain would ask again after ten seconds only (contract
 * C-03); it takes the document from another place than the issuer's where it is told to (contract
 * C-05).
 */
public final class HeldDiscovery implements AutoCloseable {
  private static final String PATH = "/.well-known/openid-configuration";

  /** Less than the 30 s after which the API server hangs up. */
  private static final Duration HELD = Duration.ofSeconds(25);

  private static final int OK = 200;
  private static final int NOT_YET = 503;

  private final HttpsServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final CompletableFuture<String> document = new CompletableFuture<>();

  private HeldDiscovery(HttpsServer server) {
    this.server = server;
  }

  /**
   * Listens on a free port.
   *
   * @param tls with a certificate for {@code localhost}
   * @throws IOException when no port can be had
   */
  public static HeldDiscovery start(SSLContext tls) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpsServer server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    HeldDiscovery held = new HeldDiscovery(server);
    server.createContext(PATH, held::answer);
    server.setExecutor(held.executor);
    server.start();
    return held;
  }

  /** Where the document will be. */
  public URI uri() {
    return URI.create("https://localhost:" + server.getAddress().getPort() + PATH);
  }

  /** Answers all who wait, and all who will ask. */
  public void release(String json) {
    document.complete(json);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body =
          document.get(HELD.toSeconds(), TimeUnit.SECONDS).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(OK, body.length);
      exchange.getResponseBody().write(body);
    } catch (TimeoutException | ExecutionException notYet) {
      exchange.sendResponseHeaders(NOT_YET, -1);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    document.cancel(true);
    server.stop(0);
    executor.shutdownNow();
  }
}
