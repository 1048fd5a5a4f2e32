package dev.cksauth.reference.observer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what arrived: {@code GET URL/exchanges?after=N} on 127.0.0.1, in plain HTTP. Only who can
 * read the subject file knows the random part of the path.
 */
final class ObserverServer implements AutoCloseable {
  private static final Pattern AFTER = Pattern.compile("after=(\\d{1,18})");
  private static final int SECRET_BYTES = 16;
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final String root;
  private final ExchangeLog log;

  private ObserverServer(HttpServer server, ExchangeLog log) {
    this.server = server;
    this.log = log;
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    this.root = "/" + HexFormat.of().formatHex(secret);
  }

  static ObserverServer start(ExchangeLog log) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    ObserverServer started = new ObserverServer(server, log);
    server.createContext("/", started::answer);
    server.setExecutor(started.executor);
    server.start();
    return started;
  }

  /** As a subject file names it. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + root);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI asked = exchange.getRequestURI();
      if (!asked.getRawPath().equals(root + "/exchanges")
          || !exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(NOT_FOUND, -1);
        return;
      }
      String query = asked.getRawQuery() == null ? "after=0" : asked.getRawQuery();
      Matcher after = AFTER.matcher(query);
      if (!after.matches()) {
        exchange.sendResponseHeaders(BAD_REQUEST, -1);
        return;
      }
      byte[] body = log.after(Long.parseLong(after.group(1))).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(OK, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
