package dev.cksauth.reference.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cksauth.reference.process.Listening;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small server on 127.0.0.1 for the actions of the reference's subject files, each a {@code POST}
 * to {@link #uri}. Plain HTTP: nothing leaves the machine, and only who can read the subject file
 * knows the random part of the path.
 */
public final class ConsoleActions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleActions.class);
  private static final int LARGEST_BODY = 1 << 20;

  private final HttpServer server;
  private final ExecutorService executor;
  private final String root;
  private final Map<String, Action> actions;
  private final JsonMapper json = new JsonMapper();

  private ConsoleActions(HttpServer server, Map<String, Action> actions) {
    this.server = server;
    this.actions = Map.copyOf(actions);
    this.executor = Executors.newVirtualThreadPerTaskExecutor();
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    this.root = "/" + HexFormat.of().formatHex(secret) + "/actions/";
  }

  /** As {@link #start(Map, InetSocketAddress)}, on a free port of 127.0.0.1. */
  public static ConsoleActions start(Map<String, Action> actions) throws IOException {
    return start(actions, Listening.loopback().next());
  }

  /**
   * Starts a server for the given actions, by their names.
   *
   * @param address where it listens; port 0: a free one
   * @throws IllegalArgumentException when a name is not lower-case words joined by hyphens
   * @throws IOException when no port can be had
   */
  public static ConsoleActions start(Map<String, Action> actions, InetSocketAddress address)
      throws IOException {
    for (String name : actions.keySet()) {
      if (!name.matches("[a-z]+(-[a-z]+)*")) {
        throw new IllegalArgumentException("not the name of an action: " + name);
      }
    }
    HttpServer server = HttpServer.create(address, 0);
    ConsoleActions started = new ConsoleActions(server, actions);
    server.createContext("/", started::answer);
    server.setExecutor(started.executor);
    server.start();
    return started;
  }

  /**
   * The actions {@code issue} and {@code revoke} of a console.
   *
   * @param credentials the user's name for each name of a console credential in the subject file
   */
  public static Map<String, Action> of(CloudConsole console, Map<String, String> credentials) {
    Map<String, String> owners = Map.copyOf(credentials);
    return Map.of(
        "issue", request -> issue(console, owners, request),
        "revoke", request -> revoke(console, request));
  }

  /** The action by which a part elsewhere asks whose a token is; see {@link RemoteConsole}. */
  public static Action authenticating(ConsoleTokens tokens) {
    JsonMapper answers = new JsonMapper();
    return request ->
        tokens
            .authenticate(request.path("token").asString(""))
            .map(user ->
                ActionAnswer.done(
                    answers.writeValueAsString(
                        Map.of("name", user.name(), "role", user.role().name()))))
            .orElseGet(ActionAnswer::notFound);
  }

  /**
   * Where to post the action of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public URI uri(String action) {
    if (!actions.containsKey(action)) {
      throw new IllegalArgumentException("no such action: " + action);
    }
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + root + action);
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private static ActionAnswer issue(
      CloudConsole console, Map<String, String> owners, JsonNode request) {
    if (!request.path("kind").asString("").equals("console")) {
      return ActionAnswer.badRequest();
    }
    @Nullable String owner = owners.get(request.path("name").asString(""));
    if (owner == null || console.user(owner).isEmpty()) {
      return ActionAnswer.notFound();
    }
    return ActionAnswer.credential(console.issue(owner));
  }

  private static ActionAnswer revoke(CloudConsole console, JsonNode request) {
    String token = request.path("token").asString("");
    if (token.isEmpty()) {
      return ActionAnswer.badRequest();
    }
    return console.revoke(token) ? ActionAnswer.done() : ActionAnswer.notFound();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      ActionAnswer answer = decide(exchange);
      byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
      if (body.length > 0) {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
      }
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private ActionAnswer decide(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    @Nullable Action action =
        path.startsWith(root) ? actions.get(path.substring(root.length())) : null;
    if (action == null) {
      return ActionAnswer.notFound();
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return new ActionAnswer(405, "");
    }
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      return new ActionAnswer(413, "");
    }
    @Nullable ObjectNode request = parse(body);
    if (request == null) {
      return ActionAnswer.badRequest();
    }
    return perform(path.substring(root.length()), action, request);
  }

  private static ActionAnswer perform(String name, Action action, ObjectNode request) {
    try {
      return action.perform(request);
    } catch (Exception e) {
      // Only the type: a message may quote the request, which may hold a token.
      LOG.warn("action {} failed: {}", name, e.getClass().getName());
      return new ActionAnswer(500, "");
    }
  }

  private @Nullable ObjectNode parse(byte[] body) {
    try {
      if (body.length == 0) {
        return json.createObjectNode();
      }
      return json.readTree(body) instanceof ObjectNode object ? object : null;
    } catch (JacksonException e) {
      return null;
    }
  }
}
