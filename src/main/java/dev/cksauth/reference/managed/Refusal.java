package dev.cksauth.reference.managed;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An answer that the endpoint gives itself, without asking the API server. */
public record Refusal(int status, List<Header> headers, String body) {
  private static final JsonMapper JSON = new JsonMapper();

  public Refusal {
    headers = List.copyOf(headers);
  }

  /**
   * An answer in the form of an API server: a {@code Status} in JSON, and its cache directives.
   *
   * @param reason one of Kubernetes' {@code StatusReason} words; null where it has none for this
   */
  public static Refusal status(int code, @Nullable String reason, String message) {
    ObjectNode status = JSON.createObjectNode();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Failure").put("message", message);
    if (reason != null) {
      status.put("reason", reason);
    }
    status.put("code", code);
    // The line feed is the API server's own: Go's JSON encoder ends each value with one.
    return new Refusal(
        code,
        List.of(
            // k8s.io/apiserver sets this on every answer (pkg/server/filters/cachecontrol.go).
            new Header("Cache-Control", "no-cache, private"),
            new Header("Content-Type", "application/json")),
        JSON.writeValueAsString(status) + "\n");
  }

  /**
   * The API server's one answer to every failed authentication. There is no {@code
   * WWW-Authenticate} in it, and no word about the cause.
   */
  public static Refusal unauthorized() {
    return status(401, "Unauthorized", "Unauthorized");
  }
}
