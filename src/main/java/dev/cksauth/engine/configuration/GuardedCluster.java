package dev.cksauth.engine.configuration;

import dev.cksauth.engine.configuration.CksClient.State;
import dev.cksauth.engine.configuration.Snapshots.Snapshot;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.Prober;
import dev.cksauth.subject.CksApi;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.SecretResolver;
import dev.cksauth.subject.SecretValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A cluster that scenarios change, under the same guards as the command: another way in is proven
 * before each change, what the cluster had is on disk before the first, and it is put back at the
 * end, where the cluster is still as the last change left it.
 */
public final class GuardedCluster {
  private static final Duration LOOK = Duration.ofMillis(250);

  private final CksApi api;
  private final CksClient client;
  private final Logins logins;
  private final Snapshots snapshots;
  private final Duration within;
  private Optional<Snapshot> changed = Optional.empty();
  private boolean underWay;
  private volatile boolean stopped;

  /**
   * Prepares; nothing is sent yet.
   *
   * @param cluster with a CKS API
   * @param within how long to wait for the cluster to run again
   */
  public GuardedCluster(
      ClusterSubject cluster,
      Prober prober,
      SecretResolver secrets,
      Snapshots snapshots,
      Duration within) {
    this.api = cluster.cksApi().orElseThrow();
    this.client = new CksClient(prober, secrets, api);
    this.logins = new Logins(prober, secrets, cluster);
    this.snapshots = snapshots;
    this.within = within;
  }

  /**
   * Asks for a change, and returns its answer without waiting for the cluster.
   *
   * @param id of the cluster in the path, which may be another one than there is
   * @param token of whom the change is asked for; empty: of nobody
   * @param change what the body says, to tell what the cluster will have
   * @param body as it is sent
   * @throws ConfigurationException when it was not asked for
   */
  public synchronized Exchange change(
      String id, Optional<SecretValue> token, JsonNode change, String body)
      throws ConfigurationException {
    if (stopped) {
      throw new ConfigurationException("nothing was changed: the run was ended before");
    }
    AuthBlocks present = client.get().blocks();
    AuthBlocks before = before(present);
    if (!underWay) {
      // While a change is under way, the one before it has been proven, and nobody may answer.
      String unused = logins.escape();
    }
    snapshots.put(api, new Snapshot(before, List.of(present, Foreseen.of(present, change))));
    changed = Optional.of(new Snapshot(before, List.of(present)));
    Exchange exchange = client.send("PATCH", id, Optional.of(body), token);
    boolean taken =
        exchange.outcome() instanceof Outcome.Answered answered && answered.status() / 100 == 2;
    underWay |= taken;
    // Until it is over, the API may yet take it back.
    note(List.of(present, client.get().blocks()));
    return exchange;
  }

  /**
   * Asks for changes at the same moment, and returns their answers in the same order.
   *
   * @param token of whom they are asked for
   * @param changes which the cluster may have one or the other of afterwards
   * @throws ConfigurationException when they were not asked for
   */
  public synchronized List<Exchange> changeAtOnce(SecretValue token, List<JsonNode> changes)
      throws ConfigurationException {
    if (stopped) {
      throw new ConfigurationException("nothing was changed: the run was ended before");
    }
    AuthBlocks present = client.get().blocks();
    AuthBlocks before = before(present);
    String unused = logins.escape();
    List<AuthBlocks> ours =
        Stream.concat(
                Stream.of(present), changes.stream().map(change -> Foreseen.of(present, change)))
            .toList();
    snapshots.put(api, new Snapshot(before, ours));
    changed = Optional.of(new Snapshot(before, List.of(present)));
    underWay = true;
    List<CompletableFuture<Exchange>> asked =
        changes.stream()
            .map(change ->
                CompletableFuture.supplyAsync(
                    () -> patch(change, token), task -> Thread.ofVirtual().start(task)))
            .toList();
    List<Exchange> answers = asked.stream().map(CompletableFuture::join).toList();
    note(List.of(present, client.get().blocks()));
    return answers;
  }

  private Exchange patch(JsonNode change, SecretValue token) {
    return client.send(
        "PATCH", api.clusterId(), Optional.of(change.toString()), Optional.of(token));
  }

  /**
   * Whether the cluster is as a change was to leave it, in the blocks that the change names.
   *
   * @throws ConfigurationException when the API does not say how the cluster is
   */
  public boolean has(JsonNode change) throws ConfigurationException {
    AuthBlocks now = client.get().blocks();
    return Foreseen.of(now, change).equals(now);
  }

  /** What the cluster had before the first change; nobody else may have changed it since. */
  private AuthBlocks before(AuthBlocks present) throws ConfigurationException {
    if (changed.isPresent()) {
      List<String> difference = changed.get().written().difference(present);
      if (!difference.isEmpty()) {
        throw new ConfigurationException(
            "the cluster is not as the last change left it: " + String.join("; ", difference));
      }
      return changed.get().before();
    }
    if (snapshots.get(api).isPresent()) {
      throw new ConfigurationException(
          "an earlier change of this cluster is to be put back first: run `cks-auth restore`, or"
              + " `cks-auth configure … --keep`; it is noted in "
              + snapshots.file(api));
    }
    return present;
  }

  /** Keeps on disk what the cluster has now, beside what it had. */
  private void note(List<AuthBlocks> ours) throws ConfigurationException {
    Snapshot snapshot = new Snapshot(changed.orElseThrow().before(), ours);
    changed = Optional.of(snapshot);
    snapshots.put(api, snapshot);
  }

  /**
   * Waits until a change is over.
   *
   * @return the cluster's status then, as the API says it
   * @throws ConfigurationException when it is not over in time
   */
  public String settled() throws ConfigurationException {
    State state = awaitSettled();
    synchronized (this) {
      // Whoever ends the run puts it back meanwhile.
      underWay = false;
      if (changed.isPresent() && !stopped) {
        note(List.of(state.blocks()));
      }
    }
    return state.status();
  }

  /** Has no change begin any more; one that is being asked for is waited for by who puts back. */
  public void stop() {
    stopped = true;
  }

  /**
   * Puts back what the cluster had before the first change, if there was one.
   *
   * @throws ConfigurationException when that cannot be; the snapshot stays
   */
  public synchronized void restore() throws ConfigurationException {
    if (changed.isEmpty()) {
      return;
    }
    Snapshot snapshot = changed.get();
    State now = awaitSettled();
    underWay = false;
    List<String> foreign = snapshot.written().difference(now.blocks());
    if (!foreign.isEmpty() && !now.failed()) {
      throw new ConfigurationException(
          "the cluster is not as the last change left it: %s. What it had is in %s"
              .formatted(String.join("; ", foreign), snapshots.file(api)));
    }
    List<String> due = now.blocks().changed(snapshot.before());
    if (!due.isEmpty() || now.failed()) {
      // A cluster that has failed runs again only after another change.
      State unused =
          client.patch(
              snapshot.before(), due.isEmpty() ? List.copyOf(AuthBlocks.NAMES.keySet()) : due);
      requireBack(snapshot.before(), awaitSettled());
    }
    snapshots.remove(api);
    changed = Optional.empty();
    // An API server that was restarted answers nobody for some seconds.
    String unused = logins.escape();
  }

  private void requireBack(AuthBlocks before, State now) throws ConfigurationException {
    List<String> difference = before.difference(now.blocks());
    if (!difference.isEmpty() || now.failed()) {
      throw new ConfigurationException(
          "the cluster is %s, and not as it was: %s. Run `cks-auth restore`; what it had is in %s"
              .formatted(now.status(), String.join("; ", difference), snapshots.file(api)));
    }
  }

  private State awaitSettled() throws ConfigurationException {
    long end = System.nanoTime() + within.toNanos();
    while (true) {
      State state = client.get();
      if (state.running() || state.failed()) {
        return state;
      }
      if (System.nanoTime() >= end || Thread.currentThread().isInterrupted()) {
        throw new ConfigurationException(
            "the cluster is still %s after %d s".formatted(state.status(), within.toSeconds()));
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
