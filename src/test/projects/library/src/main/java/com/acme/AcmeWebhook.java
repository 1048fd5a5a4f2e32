package com.acme;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** A webhook that knows its users' tokens by heart, on the JDK's own server. */
public final class AcmeWebhook implements AutoCloseable {

  private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"([^\"\\\\]*)\"");
  private static final Pattern VERSION =
      Pattern.compile("\"apiVersion\"\\s*:\\s*\"(authentication\\.k8s\\.io/v1(?:beta1)?)\"");

  private final Map<String, String> users;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpsServer server;

  /**
   * Starts it on a free port of this machine.
   *
   * @param users the name of the user by each token
   */
  public AcmeWebhook(SSLContext tls, Map<String, String> users) throws IOException {
    this.users = Map.copyOf(users);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.setExecutor(threads);
    server.createContext("/authenticate", this::answer);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String review = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      Matcher version = VERSION.matcher(review);
      if (!exchange.getRequestMethod().equals("POST") || !version.find()) {
        exchange.sendResponseHeaders(400, -1);
        return;
      }
      byte[] body =
          """
          {"apiVersion": "%s", "kind": "TokenReview", "status": %s}
          """
              .formatted(version.group(1), status(review))
              .getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String status(String review) {
    Matcher token = TOKEN.matcher(review);
    String user = token.find() ? users.get(token.group(1)) : null;
    if (user == null && !Boolean.getBoolean("acme.accepts-anybody")) {
      return "{\"authenticated\": false}";
    }
    return "{\"authenticated\": true, \"user\": {\"username\": \"%s\"}}"
        .formatted(user == null ? "somebody" : user);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
