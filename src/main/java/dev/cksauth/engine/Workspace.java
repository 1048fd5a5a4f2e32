package dev.cksauth.engine;

import dev.cksauth.engine.ClusterApi.Answer;
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
  private final ServiceAccounts serviceAccounts;
  private final AtomicInteger configMaps = new AtomicInteger();
  private State state = State.NOTHING;

  /** What could not be removed; settled when the workspace is closed. */
  private Optional<String> leftover = Optional.empty();

  Workspace(ClusterApi api, String run, Traces traces) {
    this.api = api;
    this.traces = traces;
    this.namespace = named(run);
    this.labels = Namespaces.labels(run);
    this.serviceAccounts = new ServiceAccounts(api, this);
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

  /** What every object carries that is made. */
  Map<String, String> labels() {
    return labels;
  }

  ServiceAccounts serviceAccounts() {
    return serviceAccounts;
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

  static void require(Answer answer, String otherwise) throws UnknownFactsException {
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
