package dev.cksauth.engine;

import dev.cksauth.engine.ClusterApi.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The namespaces of runs in a cluster: how they are marked, found and deleted. */
final class Namespaces {

  static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  static final String RUN = "cks-auth.dev/run";

  private static final String SUITE = "cks-auth";
  private static final String PATH = "/api/v1/namespaces";
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  /** A deletion is answered at once; the namespace's content goes later, and takes minutes. */
  private static final Duration DELETION = Duration.ofSeconds(10);

  private final ClusterApi api;

  Namespaces(ClusterApi api) {
    this.api = api;
  }

  /** The labels of all that a run makes. */
  static Map<String, String> labels(String run) {
    return Map.of(MANAGED_BY, SUITE, RUN, run);
  }

  /** How a namespace stands. */
  sealed interface State {}

  /** It is not there. */
  record Gone() implements State {}

  /**
   * It is there.
   *
   * @param run which run its labels name; empty where they name none of this suite's
   * @param terminating whether its deletion was accepted
   */
  record There(String name, Optional<String> run, boolean terminating) implements State {}

  /** The administrator may not look. */
  record Hidden(String message) implements State {}

  State look(String namespace) throws UnknownFactsException {
    Answer answer = api.get(PATH + "/" + namespace);
    return switch (answer.status()) {
      case NOT_FOUND -> new Gone();
      case FORBIDDEN -> new Hidden(answer.message());
      default -> {
        if (!answer.good()) {
          throw new UnknownFactsException(answer.message());
        }
        yield there(answer.body());
      }
    };
  }

  private static There there(JsonNode namespace) {
    JsonNode metadata = namespace.path("metadata");
    JsonNode labels = metadata.path("labels");
    boolean ours = labels.path(MANAGED_BY).asString("").equals(SUITE);
    return new There(
        metadata.path("name").asString(""),
        Optional.of(labels.path(RUN).asString("")).filter(run -> ours && !run.isEmpty()),
        metadata.has("deletionTimestamp"));
  }

  /** Those of all runs that are there to stay; empty where the administrator may not list. */
  Optional<List<There>> all() throws UnknownFactsException {
    Answer answer = api.get(PATH + "?labelSelector=" + MANAGED_BY + "%3D" + SUITE);
    if (answer.status() == FORBIDDEN) {
      return Optional.empty();
    }
    if (!answer.good()) {
      throw new UnknownFactsException(answer.message());
    }
    List<There> all = new ArrayList<>();
    answer.body().path("items").forEach(item -> all.add(there(item)));
    return Optional.of(all.stream().filter(one -> !one.terminating()).toList());
  }

  /**
   * Deletes one; asks again while the cluster is busy.
   *
   * @return whether it was there
   * @throws UnknownFactsException when that cannot be said, or it is not deleted
   */
  boolean delete(String namespace) throws UnknownFactsException {
    Answer answer = persistently(() -> api.delete(PATH + "/" + namespace));
    if (!answer.good() && answer.status() != NOT_FOUND) {
      throw new UnknownFactsException(answer.message());
    }
    return answer.good();
  }

  /**
   * Looks until a namespace whose deletion was accepted is terminating or gone.
   *
   * @return how it stands in the end
   */
  State awaitEnd(String namespace) throws UnknownFactsException {
    return waiting(
        () -> look(namespace), state -> !(state instanceof There there) || there.terminating());
  }

  /** An answer, or why there is none. */
  private record Attempt(Optional<Answer> answer, Optional<UnknownFactsException> failure) {}

  private static Answer persistently(Waiting.Look<Answer> look) throws UnknownFactsException {
    Attempt last =
        waiting(
            () -> attempt(look), attempt -> attempt.failure().filter(f -> f.passing()).isEmpty());
    if (last.failure().isPresent()) {
      throw last.failure().get();
    }
    return last.answer().orElseThrow();
  }

  private static Attempt attempt(Waiting.Look<Answer> look) throws NotTestedException {
    try {
      return new Attempt(Optional.of(look.look()), Optional.empty());
    } catch (UnknownFactsException failed) {
      return new Attempt(Optional.empty(), Optional.of(failed));
    }
  }

  private static <T> T waiting(Waiting.Look<T> look, Waiting.Enough<T> enough)
      throws UnknownFactsException {
    try {
      return Waiting.until(DELETION, look, enough);
    } catch (NotTestedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
