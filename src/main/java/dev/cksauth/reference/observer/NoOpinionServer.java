package dev.cksauth.reference.observer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An authorization webhook without an opinion on anything, so that whoever is asked next decides as
 * if it were not there. It is on 127.0.0.1 in plain HTTP, for the front before it alone.
 */
public final class NoOpinionServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final JsonMapper json = new JsonMapper();

  private NoOpinionServer(HttpServer server) {
    this.server = server;
  }

  /** Starts one on a port of its own. */
  public static NoOpinionServer start() throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    NoOpinionServer started =
        new NoOpinionServer(HttpServer.create(new InetSocketAddress(loopback, 0), 0));
    started.server.createContext("/", started::answer);
    started.server.setExecutor(started.executor);
    started.server.start();
    return started;
  }

  /** Where it is. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/authorize");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode review = review(exchange.getRequestBody().readAllBytes());
      boolean known = review.path("kind").asString("").equals("SubjectAccessReview");
      byte[] body =
          known
              ? answered(review.path("apiVersion").asString("")).getBytes(StandardCharsets.UTF_8)
              : new byte[0];
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(known ? OK : BAD_REQUEST, known ? body.length : -1);
      exchange.getResponseBody().write(body);
    }
  }

  private JsonNode review(byte[] body) {
    try {
      return json.readTree(body);
    } catch (JacksonException none) {
      return json.missingNode();
    }
  }

  /** In the version that was asked in: another one is not understood (contract A-93). */
  private String answered(String version) {
    return json.createObjectNode()
        .put("apiVersion", version)
        .put("kind", "SubjectAccessReview")
        .set("status", json.createObjectNode().put("allowed", false))
        .toString();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
