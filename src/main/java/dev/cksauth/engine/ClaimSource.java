package dev.cksauth.engine;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Where a token's distributed claims are (OpenID Connect Core 1.0 section 5.6.2). */
final class ClaimSource implements AutoCloseable {
  private static final int OK = 200;

  private final HttpServer server;

  private ClaimSource(HttpServer server) {
    this.server = server;
  }

  /** Answers every request at a free port of loopback with a token of claims. */
  static ClaimSource serving(String claims) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      byte[] body = claims.getBytes(StandardCharsets.US_ASCII);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              exchange.getResponseHeaders().set("Content-Type", "application/jwt");
              exchange.sendResponseHeaders(OK, body.length);
              exchange.getResponseBody().write(body);
            }
          });
      server.start();
      return new ClaimSource(server);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** As a token names it. */
  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/claims");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
