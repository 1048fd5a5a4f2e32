package dev.cksauth.engine.configuration;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Header;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Prober;
import dev.cksauth.probe.Protocol;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.CksApi;
import dev.cksauth.subject.SecretResolver;
import dev.cksauth.subject.SecretUnavailable;
import dev.cksauth.subject.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The CKS API of one cluster, with the user's token. */
final class CksClient {
  private static final String CLUSTERS = "/v1beta1/cks/clusters/";
  private static final int OK = 200;

  private final Prober prober;
  private final SecretResolver secrets;
  private final CksApi api;
  private final Target target;
  private final JsonMapper json = new JsonMapper();

  CksClient(Prober prober, SecretResolver secrets, CksApi api) {
    this.prober = prober;
    this.secrets = secrets;
    this.api = api;
    this.target = CksApiTarget.of(api);
  }

  /**
   * How the cluster stands.
   *
   * @param status as the API says it, a name or a number
   */
  record State(String status, AuthBlocks blocks) {
    private static final String RUNNING = "STATUS_RUNNING";
    private static final String FAILED = "STATUS_FAILED";

    boolean running() {
      return status.equals(RUNNING);
    }

    boolean failed() {
      return status.equals(FAILED);
    }
  }

  State get() throws ConfigurationException {
    return state(call("GET", Optional.empty()));
  }

  /**
   * Has some blocks set to what they are there, each as a whole; a block that is none is cleared.
   */
  State patch(AuthBlocks wanted, List<String> blocks) throws ConfigurationException {
    ObjectNode body = json.createObjectNode().put("id", api.clusterId());
    body.put(
        "updateMask",
        blocks.stream()
            .flatMap(name ->
                AuthBlocks.NAMES.getOrDefault(name, List.of()).stream()
                    .map(field -> name + "." + field))
            .collect(Collectors.joining(",")));
    blocks.stream()
        .filter(name -> wanted.json().has(name))
        .forEach(name -> body.set(name, wanted.json().get(name)));
    return state(call("PATCH", Optional.of(body.toString())));
  }

  private static State state(JsonNode answer) {
    JsonNode cluster = answer.path("cluster");
    return new State(cluster.path("status").asString(""), AuthBlocks.of(cluster));
  }

  /**
   * Sends one call.
   *
   * @param id of the cluster in the path
   * @param bearer whose token; empty: without a credential
   */
  Exchange send(String method, String id, Optional<String> body, Optional<SecretValue> bearer) {
    String base = target.path().replaceFirst("/+$", "");
    ProbeRequest request =
        new ProbeRequest(
            method,
            base + CLUSTERS + id,
            List.of(
                new Header("Accept", "application/json"),
                new Header("Content-Type", "application/json")),
            body.map(text -> text.getBytes(StandardCharsets.UTF_8)),
            Protocol.NEGOTIATE,
            Optional.empty());
    prober.forget(target);
    return prober.send(
        target, bearer.map(token -> request.withBearer(token.reveal())).orElse(request));
  }

  private JsonNode call(String method, Optional<String> body) throws ConfigurationException {
    Exchange exchange = send(method, api.clusterId(), body, Optional.of(token()));
    return switch (exchange.outcome()) {
      case Outcome.Failed failed ->
          throw new ConfigurationException("the CKS API does not answer: " + failed.words());
      case Outcome.Answered answered -> {
        JsonNode read = parsed(answered);
        if (answered.status() != OK || !read.path("cluster").isObject()) {
          throw new ConfigurationException(
              "the CKS API answered %s with HTTP %d: %s"
                  .formatted(method, answered.status(), words(read)));
        }
        yield read;
      }
    };
  }

  private static String words(JsonNode problem) {
    String fields =
        problem
            .path("details")
            .valueStream()
            .flatMap(detail -> detail.path("fieldViolations").valueStream())
            .map(one -> one.path("field").asString("") + " " + one.path("description").asString(""))
            .collect(Collectors.joining("; "));
    String message = problem.path("message").asString("no message");
    return fields.isEmpty() ? message : message + ": " + fields;
  }

  private JsonNode parsed(Outcome.Answered answered) {
    try {
      return json.readTree(answered.body());
    } catch (JacksonException notJson) {
      return json.createObjectNode();
    }
  }

  private SecretValue token() throws ConfigurationException {
    try {
      return secrets.resolve(api.token());
    } catch (SecretUnavailable unavailable) {
      throw new ConfigurationException("the CKS API's token: " + unavailable.getMessage());
    }
  }
}
