package dev.cksauth.engine;

import static java.util.Objects.requireNonNull;

import dev.cksauth.engine.ClusterApi.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** ServiceAccounts in the run's namespace, their tokens, and what those are bound to. */
final class ServiceAccounts {

  /** The shortest that the API server grants (contract D-01). */
  private static final int SHORTEST = 600;

  private static final int GONE = 404;

  private final ClusterApi api;
  private final Workspace workspace;
  private final AtomicInteger count = new AtomicInteger();

  ServiceAccounts(ClusterApi api, Workspace workspace) {
    this.api = api;
    this.workspace = workspace;
  }

  /**
   * What token is wanted.
   *
   * @param audiences empty: the API server's own
   * @param bound {@code secret} or {@code pod}: what is made for it to be bound to
   * @param sibling whose ServiceAccount, and bound object, it shall be for
   */
  record Order(
      List<String> audiences,
      Optional<Integer> seconds,
      Optional<String> bound,
      Optional<Token> sibling) {

    static Order plain() {
      return new Order(List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /** What a token is bound to; it has the name of its ServiceAccount. */
  record Bound(String kind, String name, String uid) {
    String path() {
      return kind.equals("pod") ? "pods" : "secrets";
    }
  }

  /** A token and whose it is. */
  record Token(String serviceAccount, Optional<Bound> bound, String value) {
    @Override
    public String toString() {
      return "Token[" + serviceAccount + "]";
    }
  }

  Token token(Order order) throws UnknownFactsException {
    workspace.ready();
    Optional<Token> sibling = order.sibling();
    String account = sibling.isPresent() ? sibling.get().serviceAccount() : account();
    Optional<Bound> bound = sibling.flatMap(Token::bound);
    if (sibling.isEmpty() && order.bound().isPresent()) {
      bound = Optional.of(bound(order.bound().get(), account));
    }
    Map<String, Object> spec = new HashMap<>();
    spec.put("audiences", order.audiences());
    spec.put("expirationSeconds", order.seconds().orElse(SHORTEST));
    bound.ifPresent(each ->
        spec.put(
            "boundObjectRef",
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                each.kind().equals("pod") ? "Pod" : "Secret",
                "name",
                each.name(),
                "uid",
                each.uid())));
    JsonNode made =
        made(
            "serviceaccounts/" + account + "/token",
            Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "TokenRequest", "spec", spec),
            "a ServiceAccount token cannot be requested");
    return new Token(account, bound, made.path("status").path("token").asString());
  }

  private String account() throws UnknownFactsException {
    String name = "account-" + count.incrementAndGet();
    var unused =
        made(
            "serviceaccounts",
            object("ServiceAccount", name, Map.of("automountServiceAccountToken", false)),
            "a ServiceAccount cannot be made");
    return name;
  }

  private Bound bound(String kind, String account) throws UnknownFactsException {
    Map<String, Object> object =
        kind.equals("pod") ? pod(account) : object("Secret", account, Map.of());
    String path = kind.equals("pod") ? "pods" : "secrets";
    JsonNode made = made(path, object, "a " + kind + " to bind a token to cannot be made");
    return new Bound(kind, account, made.path("metadata").path("uid").asString());
  }

  /** A Pod that no scheduler takes on: only its name and uid matter. */
  private Map<String, Object> pod(String account) {
    Map<String, Object> confined =
        Map.of(
            "allowPrivilegeEscalation",
            false,
            "runAsNonRoot",
            true,
            "capabilities",
            Map.of("drop", List.of("ALL")),
            "seccompProfile",
            Map.of("type", "RuntimeDefault"));
    Map<String, Object> spec =
        Map.of(
            "serviceAccountName",
            account,
            "automountServiceAccountToken",
            false,
            "schedulerName",
            "cks-auth-nobody",
            "containers",
            List.of(
                Map.of(
                    "name", "never-runs",
                    "image", "cks-auth/never-runs",
                    "securityContext", confined)));
    return object("Pod", account, Map.of("spec", spec));
  }

  private Map<String, Object> object(String kind, String name, Map<String, Object> more) {
    Map<String, Object> object = new HashMap<>(more);
    object.put("apiVersion", "v1");
    object.put("kind", kind);
    object.put("metadata", Map.of("name", name, "labels", workspace.labels()));
    return object;
  }

  private JsonNode made(String path, Map<String, Object> object, String otherwise)
      throws UnknownFactsException {
    Answer answer = api.post("/api/v1/namespaces/" + workspace.namespace() + "/" + path, object);
    Workspace.require(answer, otherwise);
    return requireNonNull(answer.body());
  }

  /** Deletes the ServiceAccount of a token. */
  void deleteAccount(Token token) throws UnknownFactsException {
    delete("serviceaccounts/" + token.serviceAccount());
  }

  /** Deletes what a token is bound to. */
  void deleteBound(Token token) throws UnknownFactsException {
    Bound bound =
        token.bound().orElseThrow(() -> new UnknownFactsException("the token is bound to nothing"));
    delete(bound.path() + "/" + bound.name() + "?gracePeriodSeconds=0");
  }

  private void delete(String path) throws UnknownFactsException {
    Answer answer = api.delete("/api/v1/namespaces/" + workspace.namespace() + "/" + path);
    if (answer.status() != GONE) {
      Workspace.require(answer, path.replaceFirst("[?].*", "") + " cannot be deleted");
    }
  }
}
