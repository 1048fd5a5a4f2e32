package dev.cksauth.engine;

import dev.cksauth.engine.ClusterApi.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The one namespace that a run makes in a cluster, with the ServiceAccounts in it. */
final class Workspace {

  private static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/managed-by", "cks-auth");

  private final ClusterApi api;
  private final String namespace;
  private final AtomicInteger serviceAccounts = new AtomicInteger();
  private final AtomicInteger configMaps = new AtomicInteger();
  private boolean created;

  Workspace(ClusterApi api, String run) {
    this.api = api;
    this.namespace = "cks-auth-" + run;
  }

  String namespace() {
    return namespace;
  }

  /**
   * Makes a ServiceAccount and has a token issued for it.
   *
   * @param audiences empty: the API server's own
   * @return the token and the ServiceAccount's name
   */
  Token serviceAccountToken(List<String> audiences, Optional<Integer> seconds)
      throws UnknownFactsException {
    create();
    String name = "account-" + serviceAccounts.incrementAndGet();
    String accounts = "/api/v1/namespaces/" + namespace + "/serviceaccounts";
    require(
        api.post(
            accounts,
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ServiceAccount",
                "metadata",
                Map.of("name", name, "labels", LABELS),
                "automountServiceAccountToken",
                false)),
        "a ServiceAccount cannot be made");
    Map<String, Object> spec =
        Map.of("audiences", audiences, "expirationSeconds", seconds.orElse(600));
    Answer answer =
        api.post(
            accounts + "/" + name + "/token",
            Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "TokenRequest", "spec", spec));
    require(answer, "a ServiceAccount token cannot be requested");
    return new Token(name, answer.body().path("status").path("token").asString());
  }

  /** Has the namespace made, if it is not there yet. */
  void ready() throws UnknownFactsException {
    create();
  }

  /** Makes a ConfigMap; its name is no other object's. */
  String configMap() throws UnknownFactsException, NotTestedException {
    create();
    String name = "config-" + configMaps.incrementAndGet() + "-" + namespace;
    Answer answer =
        api.post(
            "/api/v1/namespaces/" + namespace + "/configmaps",
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", name, "labels", LABELS)));
    if (answer.status() == 403) {
      throw new NotTestedException("the administrator may not make ConfigMaps");
    }
    require(answer, "a ConfigMap cannot be made");
    return name;
  }

  /** A token and whose it is. */
  record Token(String serviceAccount, String value) {
    @Override
    public String toString() {
      return "Token[" + serviceAccount + "]";
    }
  }

  private synchronized void create() throws UnknownFactsException {
    if (created) {
      return;
    }
    created = true;
    require(
        api.post(
            "/api/v1/namespaces",
            Map.of(
                "apiVersion", "v1",
                "kind", "Namespace",
                "metadata", Map.of("name", namespace, "labels", LABELS))),
        "the suite's namespace cannot be made");
  }

  private static void require(Answer answer, String otherwise) throws UnknownFactsException {
    if (!answer.good()) {
      throw new UnknownFactsException(otherwise + ": " + answer.message());
    }
  }

  /** Deletes what was made; says what could not be. */
  synchronized Optional<String> remove() {
    if (!created) {
      return Optional.empty();
    }
    created = false;
    try {
      Answer answer = api.delete("/api/v1/namespaces/" + namespace);
      return answer.good() || answer.status() == 404
          ? Optional.empty()
          : Optional.of("namespace " + namespace + " could not be deleted: " + answer.message());
    } catch (UnknownFactsException failed) {
      return Optional.of("namespace " + namespace + " could not be deleted: " + failed.reason());
    }
  }
}
