package dev.cksauth.reference.idp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.cksauth.subject.SecretValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An issuer on 127.0.0.1 of tokens that say nothing by themselves: whoever wants to know what one
 * stands for asks it (RFC 7662).
 */
public final class OpaqueIssuer implements AutoCloseable {
  /** Who may ask (RFC 7662 section 2.1). */
  public static final String CLIENT = "webhook";

  private static final String PATH = "/introspect";
  private static final int WAITING = 1024;
  private static final int LARGEST = 64 << 10;
  private static final int BYTES = 32;
  private static final int OK = 200;
  private static final int BAD = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;

  private final HttpsServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final SecureRandom random = new SecureRandom();
  private final SecretValue secret;
  private final Map<String, Map<String, Object>> tokens = new ConcurrentHashMap<>();
  private final JsonMapper json = new JsonMapper();

  private volatile boolean refusing;

  private OpaqueIssuer(HttpsServer server) {
    this.server = server;
    this.secret = new SecretValue(random());
  }

  /**
   * Starts one; it takes connections when this returns.
   *
   * @param tls with a certificate for {@code localhost}
   * @throws IOException when it cannot listen
   */
  public static OpaqueIssuer start(SSLContext tls) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    OpaqueIssuer issuer =
        new OpaqueIssuer(HttpsServer.create(new InetSocketAddress(loopback, 0), WAITING));
    issuer.server.setHttpsConfigurator(new HttpsConfigurator(tls));
    issuer.server.createContext(PATH, issuer::answer);
    issuer.server.setExecutor(issuer.executor);
    issuer.server.start();
    return issuer;
  }

  /** Where it is asked. */
  public URI introspection() {
    return URI.create("https://localhost:" + server.getAddress().getPort() + PATH);
  }

  /** What {@link #CLIENT} shows. */
  public SecretValue clientSecret() {
    return secret;
  }

  /**
   * A new token.
   *
   * @param told of it to whoever asks, with the names of RFC 7662 section 2.2
   */
  public String issue(Map<String, Object> told) {
    String token = "opq_" + random();
    tokens.put(token, Map.copyOf(told));
    return token;
  }

  /** Withdraws a token; false where there is none. */
  public boolean revoke(String token) {
    return tokens.remove(token) != null;
  }

  /**
   * Answers 401 whoever asks, or no longer: as where the asker's password has been changed, which
   * says nothing of any token.
   */
  public void refuseAskers(boolean all) {
    refusing = all;
  }

  private String random() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body =
          new String(exchange.getRequestBody().readNBytes(LARGEST), StandardCharsets.UTF_8);
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        exchange.sendResponseHeaders(NOT_FOUND, -1);
      } else if (refusing || !known(exchange)) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"introspection\"");
        exchange.sendResponseHeaders(UNAUTHORIZED, -1);
      } else {
        Optional<String> token = token(body);
        if (token.isEmpty()) {
          exchange.sendResponseHeaders(BAD, -1);
        } else {
          tell(exchange, token.get());
        }
      }
    }
  }

  private boolean known(HttpExchange exchange) {
    @Nullable String shown = exchange.getRequestHeaders().getFirst("Authorization");
    String credentials = CLIENT + ":" + secret.reveal();
    String right =
        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return shown != null
        && MessageDigest.isEqual(
            right.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> token(String form) {
    for (String field : form.split("&", -1)) {
      if (field.startsWith("token=")) {
        return Optional.of(
            URLDecoder.decode(field.substring("token=".length()), StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }

  /** Of what is not active nothing else is told (RFC 7662 section 2.2). */
  private void tell(HttpExchange exchange, String token) throws IOException {
    Map<String, Object> told = tokens.getOrDefault(token, Map.of());
    long now = System.currentTimeMillis() / 1000;
    boolean active = told.get("exp") instanceof Long until && now < until;
    byte[] answer =
        json.writeValueAsBytes(active ? with(told) : Map.<String, Object>of("active", false));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(OK, answer.length);
    exchange.getResponseBody().write(answer);
  }

  private static Map<String, Object> with(Map<String, Object> told) {
    Map<String, Object> all = new HashMap<>(told);
    all.put("active", true);
    return all;
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
