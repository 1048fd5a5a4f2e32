package dev.cksauth.engine;

import dev.cksauth.probe.Target;
import dev.cksauth.result.Identity;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Endpoint;
import dev.cksauth.subject.WebhookSubject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds out by what the subject of a session can be told from another. */
final class Identification {
  /** Kubernetes makes it once and never again: its UID is what clusters are told apart by. */
  private static final String KUBE_SYSTEM = "/api/v1/namespaces/kube-system";

  private final Session session;
  private volatile @Nullable String clusterUid;

  Identification(Session session) {
    this.session = session;
  }

  /**
   * Asks the cluster for its UID, where there is an administrator; what it may not read is left
   * out.
   */
  void ask() {
    session.api().flatMap(Identification::uid).ifPresent(uid -> clusterUid = uid);
  }

  private static Optional<String> uid(ClusterApi api) {
    try {
      ClusterApi.Answer answer = api.get(KUBE_SYSTEM);
      JsonNode uid = answer.body().path("metadata").path("uid");
      return answer.good() && uid.isString() && !uid.asString().isEmpty()
          ? Optional.of(uid.asString())
          : Optional.empty();
    } catch (UnknownFactsException unreachable) {
      return Optional.empty();
    }
  }

  /** What is known by now. */
  Identity identity() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    switch (session.subject()) {
      case WebhookSubject webhook -> put(keys, "endpoint", Target.of(webhook.endpoint()));
      case ClusterSubject cluster -> {
        for (Endpoint endpoint : cluster.endpoints()) {
          put(keys, endpoint.name(), Target.of(endpoint));
        }
      }
    }
    return new Identity(keys, clusterUid);
  }

  private void put(Map<String, List<String>> keys, String name, Target target) {
    List<String> seen = session.prober().keys(target);
    if (!seen.isEmpty()) {
      keys.put(name, seen);
    }
  }
}
