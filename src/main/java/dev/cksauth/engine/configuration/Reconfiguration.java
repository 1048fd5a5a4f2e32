package dev.cksauth.engine.configuration;

import dev.cksauth.engine.configuration.CksClient.State;
import dev.cksauth.engine.configuration.Snapshots.Snapshot;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.Prober;
import dev.cksauth.probe.ProberOptions;
import dev.cksauth.probe.Redactor;
import dev.cksauth.subject.CksApi;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.SecretResolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One change of one cluster, and its way back. Only what equals the snapshot is changed, and only
 * what still equals what was written is put back; else it ends with the difference.
 */
public final class Reconfiguration implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(250);

  /** How many good answers in a row show that a change is in use everywhere. */
  private static final int IN_A_ROW = 3;

  private final Prober prober;
  private final CksApi api;
  private final CksClient client;
  private final Logins logins;
  private final Reachable reachable;
  private final Snapshots snapshots;
  private final Duration within;
  private final Consumer<String> say;
  private boolean stopped;

  /**
   * Prepares; nothing is sent yet.
   *
   * @param cluster with a CKS API
   * @param within how long to wait for the cluster to run again, and for a change to come into use
   * @param say is told each thing that is done or found, a line each, without secrets
   */
  public Reconfiguration(
      ClusterSubject cluster, Snapshots snapshots, Duration within, Consumer<String> say) {
    Redactor redactor = new Redactor();
    cluster.known().forEach(secret -> redactor.add(secret, "secret"));
    SecretResolver secrets =
        new SecretResolver(secret -> redactor.add(secret, "secret"), SecretResolver.EXEC_DEADLINE);
    this.prober = new Prober(redactor, ProberOptions.defaults());
    this.api = cluster.cksApi().orElseThrow();
    this.client = new CksClient(prober, secrets, api);
    this.logins = new Logins(prober, secrets, cluster);
    this.reachable = new Reachable(prober);
    this.snapshots = snapshots;
    this.within = within;
    this.say = line -> say.accept(redactor.redact(line));
  }

  /** Tells what a change would do; reads the cluster, and changes nothing. */
  public void plan(Change change) throws ConfigurationException {
    State present = client.get();
    say.accept("cluster   %s, %s".formatted(api.clusterId(), present.status()));
    List<String> difference = present.blocks().difference(change.of(present.blocks()));
    if (difference.isEmpty()) {
      say.accept("change    none: it is configured so already");
    }
    difference.forEach(line -> say.accept("change    " + line));
    change.reach().flatMap(reachable::trouble).ifPresent(line -> say.accept("trouble   " + line));
    say.accept("way back  a snapshot at " + snapshots.file(api));
  }

  /**
   * Makes a change, waits until the cluster runs with it and, where a credential is given, until it
   * logs in at the unmanaged endpoint.
   *
   * @param check a credential that is good once the change is in use
   * @throws ConfigurationException when it was not made; or was made, and is in the snapshot
   */
  public void apply(Change change, Optional<Credential> check) throws ConfigurationException {
    requireReachable(change);
    State present = awaitSettled();
    AuthBlocks wanted = change.of(present.blocks());
    List<String> blocks = present.blocks().changed(wanted);
    if (blocks.isEmpty()) {
      say.accept("change    none: it is configured so already");
    } else {
      Snapshot snapshot = snapshot(present.blocks(), wanted);
      say.accept("escape    " + logins.escape());
      snapshots.put(api, snapshot);
      say.accept("noted     what it has now, in " + snapshots.file(api));
      requireSame(present.blocks());
      present.blocks().difference(wanted).forEach(line -> say.accept("change    " + line));
      long begin = System.nanoTime();
      ask(wanted, blocks);
      requireTaken(wanted, awaitSettled());
      say.accept("runs      the API says so after " + seconds(begin));
    }
    if (check.isPresent()) {
      awaitLogin(check.get());
    }
  }

  /** A change that is being ended is not begun. */
  private synchronized void ask(AuthBlocks wanted, List<String> blocks)
      throws ConfigurationException {
    if (stopped) {
      throw new ConfigurationException("nothing was changed: the command was ended before");
    }
    State asked = client.patch(wanted, blocks);
    say.accept("asked     the API answers " + asked.status());
  }

  /** Has no change begin any more; one that is being asked for is waited for. */
  public synchronized void stop() {
    stopped = true;
  }

  /** Whoever changes twice goes back to what was before the first change. */
  private Snapshot snapshot(AuthBlocks present, AuthBlocks wanted) throws ConfigurationException {
    Optional<Snapshot> earlier = snapshots.get(api);
    if (earlier.isEmpty() || earlier.get().before().equals(present)) {
      return new Snapshot(present, List.of(wanted));
    }
    Snapshot kept = earlier.get();
    if (!kept.ours().contains(present)) {
      throw stopped("is not as the last change left it", kept.written(), present);
    }
    return new Snapshot(kept.before(), List.of(present, wanted));
  }

  private void requireReachable(Change change) throws ConfigurationException {
    Optional<String> trouble = change.reach().flatMap(reachable::trouble);
    if (trouble.isEmpty()) {
      return;
    }
    String where = change.reach().orElseThrow().url().toString();
    if (!api.disposable()) {
      throw new ConfigurationException(
          "nothing was changed: %s %s. Only a cluster that is named again as disposableCluster is given it"
              .formatted(where, trouble.get()));
    }
    say.accept("trouble   %s %s; the cluster is disposable".formatted(where, trouble.get()));
  }

  private void requireSame(AuthBlocks snapshot) throws ConfigurationException {
    AuthBlocks now = client.get().blocks();
    if (!now.equals(snapshot)) {
      snapshots.remove(api);
      throw stopped("was changed meanwhile by somebody else", snapshot, now);
    }
  }

  private void requireTaken(AuthBlocks wanted, State now) throws ConfigurationException {
    if (now.failed()) {
      throw new ConfigurationException(
          "the cluster did not take the change: it is %s".formatted(now.status()));
    }
    List<String> difference = wanted.difference(now.blocks());
    if (!difference.isEmpty()) {
      throw stopped("runs, and not with what was asked for", wanted, now.blocks());
    }
  }

  private static ConfigurationException stopped(String how, AuthBlocks from, AuthBlocks to) {
    return new ConfigurationException(
        "the cluster %s:%n  %s"
            .formatted(how, String.join("%n  ".formatted(), from.difference(to))));
  }

  /**
   * Puts back what the snapshot has; nothing is done where there is none.
   *
   * @throws ConfigurationException when that cannot be; the snapshot stays
   */
  public void restore() throws ConfigurationException {
    Optional<Snapshot> kept = snapshots.get(api);
    if (kept.isEmpty()) {
      say.accept("restore   nothing to put back");
      return;
    }
    Snapshot snapshot = kept.get();
    State now = awaitSettled();
    List<String> due = due(snapshot, now.blocks());
    if (!due.isEmpty() || now.failed()) {
      AuthBlocks wanted = expected(now.blocks(), snapshot, due);
      // Without a proof of another way in: going back is what may open it again.
      now.blocks().difference(wanted).forEach(line -> say.accept("restore   " + line));
      // A cluster that has failed runs again only after another change, if to what it has.
      State asked =
          client.patch(wanted, due.isEmpty() ? List.copyOf(AuthBlocks.NAMES.keySet()) : due);
      say.accept("asked     the API answers " + asked.status());
      requireTaken(wanted, awaitSettled());
    }
    snapshots.remove(api);
    say.accept("restored  the cluster is configured as it was");
  }

  /** The blocks that are to be put back; those that somebody else has changed are not ours to. */
  private List<String> due(Snapshot snapshot, AuthBlocks now) throws ConfigurationException {
    List<String> due = new ArrayList<>();
    for (String name : snapshot.touched()) {
      boolean back = now.block(name).equals(snapshot.before().block(name));
      if (!back && snapshot.isOurs(name, now.block(name))) {
        due.add(name);
      } else if (!back) {
        throw new ConfigurationException(
            stopped("was changed by somebody else since", snapshot.written(), now).getMessage()
                + "%nNothing was put back. What it had before is in %s: set it by hand, and remove the file"
                    .formatted(snapshots.file(api)));
      }
    }
    return due;
  }

  private static AuthBlocks expected(AuthBlocks now, Snapshot snapshot, List<String> due) {
    AuthBlocks expected = now;
    for (String name : due) {
      expected = expected.with(name, snapshot.before().block(name));
    }
    return expected;
  }

  /** Has the change stay: the snapshot is forgotten. */
  public void keep() throws ConfigurationException {
    snapshots.remove(api);
    say.accept("kept      `restore` does not put it back any more");
  }

  /** Any status that is neither running nor failed is one on the way. */
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

  private void awaitLogin(Credential credential) throws ConfigurationException {
    long begin = System.nanoTime();
    long longest = 0;
    int inARow = 0;
    long answered = begin;
    while (true) {
      IdentityAnswer answer = logins.unmanaged(credential);
      long now = System.nanoTime();
      if (!(answer instanceof IdentityAnswer.Undetermined)) {
        longest = Math.max(longest, now - answered);
        answered = now;
      }
      inARow = Logins.isBearer(credential, answer) ? inARow + 1 : 0;
      if (inARow == IN_A_ROW) {
        say.accept(
            "in use    %s is %s, %s after the API said that the cluster runs"
                .formatted(credential.name(), Logins.words(answer), seconds(begin)));
        say.accept("gap       %.1f s at most without an answer".formatted(longest / 1e9));
        return;
      }
      if (now - begin >= within.toNanos() || Thread.currentThread().isInterrupted()) {
        throw new ConfigurationException(
            "the change is not in use after %d s: %s is %s"
                .formatted(within.toSeconds(), credential.name(), Logins.words(answer)));
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private static String seconds(long begin) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begin) / 1e9);
  }

  @Override
  public void close() {
    prober.close();
  }
}
