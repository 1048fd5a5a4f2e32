package dev.cksauth.mutant.oidc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A webhook that verifies OIDC tokens in the place of an API server. */
public final class OidcWebhook implements AutoCloseable {
  private static final int OK = 200;

  private final HttpsServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final OidcVerifier verifier;
  private final JsonMapper json = new JsonMapper();

  private OidcWebhook(HttpsServer server, OidcVerifier verifier) {
    this.server = server;
    this.verifier = verifier;
  }

  /** Starts one on a free port of loopback. */
  public static OidcWebhook start(SSLContext tls, OidcVerifier verifier) throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    OidcWebhook webhook = new OidcWebhook(server, verifier);
    server.createContext("/", webhook::answer);
    server.setExecutor(webhook.executor);
    server.start();
    return webhook;
  }

  /** Where reviews are posted. */
  public URI uri() {
    return URI.create("https://localhost:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode spec = json.readTree(exchange.getRequestBody().readAllBytes()).path("spec");
      byte[] body =
          json.writeValueAsBytes(
              Map.of(
                  "apiVersion",
                  "authentication.k8s.io/v1",
                  "kind",
                  "TokenReview",
                  "status",
                  status(spec)));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(OK, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Map<String, Object> status(JsonNode spec) {
    String token = spec.path("token").asString("");
    try {
      UserStep.Named named = verifier.user(token);
      Map<String, Object> user = new LinkedHashMap<>();
      user.put("username", named.username());
      user.put("uid", named.uid());
      user.put("groups", named.groups());
      user.put("extra", named.extra());
      Map<String, Object> status = new LinkedHashMap<>();
      status.put("authenticated", true);
      status.put("user", user);
      List<String> confirmed = confirmed(spec, token);
      if (!confirmed.isEmpty()) {
        status.put("audiences", confirmed);
      }
      return status;
    } catch (DeniedException denied) {
      return Map.of("authenticated", false, "error", String.valueOf(denied.getMessage()));
    }
  }

  /** An honest one knows no audiences, as an API server does not for OIDC tokens. */
  private List<String> confirmed(JsonNode spec, String token) throws DeniedException {
    List<String> confirmed = new ArrayList<>();
    if (spec.path("audiences").valueStream().noneMatch(one -> one.asString().contains("vault"))) {
      return confirmed;
    }
    JsonNode said = OidcToken.parse(token).claims().path("aud");
    if (said.toString().contains(OidcFault.CONFIRMS_AUDIENCES_OF_TOKENS.word())) {
      for (JsonNode audience : spec.path("audiences")) {
        if (said.toString().contains(audience.toString())) {
          confirmed.add(audience.asString());
        }
      }
    }
    return confirmed;
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
