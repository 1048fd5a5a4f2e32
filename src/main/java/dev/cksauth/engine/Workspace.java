package dev.cksauth.engine;

import dev.cksauth.engine.ClusterApi.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The one namespace that a run makes in a cluster, with the ServiceAccounts in it. */
final class Workspace {

  private static final int CONFLICT = 409;

  private final ClusterApi api;
  private final Traces traces;
  private final String namespace;
  private final Map<String, String> labels;
  private final AtomicInteger serviceAccounts = new AtomicInteger();
  private final AtomicInteger configMaps = new AtomicInteger();
  private State state = State.NOTHING;

  /** What could not be removed; settled when the workspace is closed. */
  private Optional<String> leftover = Optional.empty();

  Workspace(ClusterApi api, String run, Traces traces) {
    this.api = api;
    this.traces = traces;
    this.namespace = named(run);
    this.labels = Namespaces.labels(run);
  }

  private enum State {
    NOTHING,
    /** It was asked for, and the answer did not come through. */
    UNKNOWN,
    MADE,
    CLOSED
  }

  /** What the namespace of a run is called. */
  static String named(String run) {
    return "cks-auth-" + run;
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
                Map.of("name", name, "labels", labels),
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
                Map.of("name", name, "labels", labels)));
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
    switch (state) {
      case MADE -> {}
      case CLOSED -> throw new UnknownFactsException("the run is at its end: nothing more is made");
      case NOTHING -> {
        traces.before();
        state = State.UNKNOWN;
        ask(false);
      }
      case UNKNOWN -> ask(true);
    }
  }

  private void ask(boolean again) throws UnknownFactsException {
    Answer answer =
        api.post(
            "/api/v1/namespaces",
            Map.of(
                "apiVersion", "v1",
                "kind", "Namespace",
                "metadata", Map.of("name", namespace, "labels", labels)));
    if (answer.good() || (again && answer.status() == CONFLICT)) {
      state = State.MADE;
      return;
    }
    if (!again && answer.status() / 100 == 4) {
      state = State.NOTHING;
      traces.gone();
    }
    require(answer, "the suite's namespace cannot be made");
  }

  private static void require(Answer answer, String otherwise) throws UnknownFactsException {
    if (!answer.good()) {
      throw new UnknownFactsException(otherwise + ": " + answer.message());
    }
  }

  /**
   * Deletes what was made, and has no more made; says what could not be, each time it is called.
   *
   * @param fresh the same cluster, by means that no earlier failure has marked
   */
  synchronized Optional<String> remove(ClusterApi fresh) {
    State before = state;
    state = State.CLOSED;
    if (before == State.UNKNOWN || before == State.MADE) {
      leftover = traces.remove(new Namespaces(fresh), namespace, before == State.MADE);
    }
    return leftover;
  }
}
