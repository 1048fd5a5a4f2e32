package dev.cksauth.reference.cksapi;

import dev.cksauth.reference.cksapi.ApiProblem.Violation;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One cluster and the changes to it, one after the other. After a change it is updating until its
 * API server has been given the settings, and running from then on; the API server uses them some
 * seconds later, which nothing here tells. Where it does not, the settings before are back and the
 * cluster has failed, until it is changed again.
 */
final class ClusterService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterService.class);

  private final Merge merge;
  private final Rules rules;
  private final Configurator configurator;
  private final ExecutorService changes =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("cks-api-changes").factory());
  private ObjectNode cluster;
  private int accepted;

  /**
   * A service of one cluster.
   *
   * @param cluster its document; its status and times are added
   */
  ClusterService(Merge merge, Rules rules, Configurator configurator, ObjectNode cluster) {
    this.merge = merge;
    this.rules = rules;
    this.configurator = configurator;
    this.cluster = cluster.deepCopy();
    this.cluster.put("createdAt", now()).put("updatedAt", now());
    status(ClusterStatus.RUNNING);
  }

  synchronized ObjectNode get() {
    return cluster.deepCopy();
  }

  /**
   * Changes the cluster; the API server follows later.
   *
   * @return the cluster as it will be
   */
  synchronized ObjectNode update(ObjectNode request) throws ApiProblem {
    ObjectNode wanted = merge.of(cluster, request);
    rules.check(wanted);
    if (cluster.path(Fields.STATUS).asString("").equals(ClusterStatus.UPDATING.word())) {
      throw new ApiProblem(
          ApiCode.FAILED_PRECONDITION,
          "the cluster is being changed",
          List.of(new Violation("STATUS", "is " + ClusterStatus.UPDATING.word())));
    }
    boolean failed = cluster.path(Fields.STATUS).asString("").equals(ClusterStatus.FAILED.word());
    if (wanted.equals(cluster) && !failed) {
      return get();
    }
    AuthSettings before = AuthSettings.of(cluster);
    ObjectNode previous = cluster;
    cluster = wanted;
    cluster.put("updatedAt", now());
    accepted++;
    AuthSettings settings = AuthSettings.of(cluster);
    if (settings.equals(before) && !failed) {
      return get();
    }
    status(ClusterStatus.UPDATING);
    apply(settings, previous, accepted);
    return get();
  }

  private void apply(AuthSettings settings, ObjectNode previous, int change) {
    try {
      changes.execute(() -> {
        try {
          configurator.handOver(settings);
          applied(change);
          configurator.awaitEffective();
        } catch (IOException | RuntimeException failed) {
          LOG.warn("a change was taken back: {}", failed.getMessage());
          takenBack(previous, change);
        } catch (InterruptedException ended) {
          Thread.currentThread().interrupt();
        }
      });
    } catch (RejectedExecutionException ending) {
      // Nobody asks for it any more.
    }
  }

  private synchronized void applied(int change) {
    if (change == accepted) {
      status(ClusterStatus.RUNNING);
    }
  }

  /** A later change is judged by itself. */
  private synchronized void takenBack(ObjectNode previous, int change) {
    if (change == accepted) {
      cluster = previous.deepCopy();
      cluster.put("updatedAt", now());
      status(ClusterStatus.FAILED);
    }
  }

  private void status(ClusterStatus status) {
    cluster.put(Fields.STATUS, status.word());
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  @Override
  public void close() {
    changes.shutdownNow();
  }
}
