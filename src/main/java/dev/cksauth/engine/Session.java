package dev.cksauth.engine;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Names;
import dev.cksauth.engine.configuration.CksApiTarget;
import dev.cksauth.engine.configuration.ConfigurationException;
import dev.cksauth.engine.configuration.GuardedCluster;
import dev.cksauth.engine.configuration.Snapshots;
import dev.cksauth.probe.Prober;
import dev.cksauth.probe.ProberOptions;
import dev.cksauth.probe.Redactor;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.Administrator;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.SecretResolver;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.WebhookSubject;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** One subject during one run: the means to reach it, and what was established about it. */
final class Session implements AutoCloseable {

  /** As long as the vendor's own client waits for a change. */
  private static final Duration RUNS_AGAIN = Duration.ofMinutes(20);

  private final Catalogue catalogue;
  private final Subject subject;
  private final RunOptions options;
  private final Redactor redactor = new Redactor();
  private final Prober prober;
  private final SecretResolver secrets;
  private final Actions actions;
  private final Optional<ClusterApi> api;
  private final Optional<Workspace> workspace;
  private final String run;
  private final boolean ours;
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Capabilities capabilities;
  private final Spent spent = new Spent();
  private final Optional<GuardedCluster> guarded;

  Session(Catalogue catalogue, Subject subject, RunOptions options) {
    this.catalogue = catalogue;
    this.subject = subject;
    this.options = options;
    this.prober = new Prober(redactor, patience(options.timeoutFactor()));
    this.secrets =
        new SecretResolver(
            secret -> redactor.add(secret, "secret"), patient(SecretResolver.EXEC_DEADLINE));
    this.run = random();
    this.ours = Foreign.ours(subject);
    registerSecrets();
    this.actions =
        new Actions(
            prober,
            switch (subject) {
              case ClusterSubject cluster -> cluster.actions();
              case WebhookSubject webhook -> webhook.actions();
            });
    this.api = administrator().map(admin -> new ClusterApi(prober, secrets, admin));
    this.workspace = api.map(cluster -> new Workspace(cluster, run, traces()));
    this.capabilities = new Capabilities(this);
    this.guarded = guarded(options);
  }

  private Optional<GuardedCluster> guarded(RunOptions run) {
    return subject instanceof ClusterSubject cluster && cluster.cksApi().isPresent()
        ? Optional.of(
            new GuardedCluster(
                cluster,
                prober,
                secrets,
                Snapshots.ofUser(Environment.ofProcess()),
                times(RUNS_AGAIN, run.timeoutFactor())))
        : Optional.empty();
  }

  private static ProberOptions patience(double factor) {
    ProberOptions usual = ProberOptions.defaults();
    return new ProberOptions(
        times(usual.connect(), factor),
        times(usual.answer(), factor),
        usual.maxBody(),
        Environment.ofProcess());
  }

  private static Duration times(Duration duration, double factor) {
    return Duration.ofMillis(Math.round(duration.toMillis() * factor));
  }

  private static String random() {
    byte[] bytes = new byte[4];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Secrets of credentials under their kind, so that a report can tell them apart. */
  private void registerSecrets() {
    subject
        .credentials()
        .forEach(credential ->
            credential
                .token()
                .filter(token -> !(token instanceof dev.cksauth.subject.Secret.FromExec))
                .ifPresent(token -> register(token, credential.word() + " token")));
    subject.known().forEach(secret -> redactor.add(secret, "secret"));
  }

  private void register(dev.cksauth.subject.Secret token, String kind) {
    try {
      redactor.add(secrets.resolve(token), kind);
    } catch (dev.cksauth.subject.SecretUnavailable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  Catalogue catalogue() {
    return catalogue;
  }

  Subject subject() {
    return subject;
  }

  RunOptions options() {
    return options;
  }

  Redactor redactor() {
    return redactor;
  }

  Prober prober() {
    return prober;
  }

  SecretResolver secrets() {
    return secrets;
  }

  Actions actions() {
    return actions;
  }

  /** The cluster's API as its administrator, where the subject has one. */
  Optional<ClusterApi> api() {
    return api;
  }

  Optional<Workspace> workspace() {
    return workspace;
  }

  Capabilities capabilities() {
    return capabilities;
  }

  /** What was shown where it should not be accepted. */
  Spent spent() {
    return spent;
  }

  /** A word that no other run has. */
  String run() {
    return run;
  }

  /** Whether all that the subject's file names is on this machine. */
  boolean ours() {
    return ours;
  }

  /** The cluster as scenarios may change it, where its file gives a CKS API. */
  Optional<GuardedCluster> guarded() {
    return guarded;
  }

  /** Has every endpoint tried anew: a change may have restarted what is behind it. */
  void forgetEndpoints() {
    if (subject instanceof ClusterSubject cluster) {
      cluster.endpoints().forEach(endpoint -> prober.forget(Target.of(endpoint)));
    }
  }

  Duration patient(Duration deadline) {
    return times(deadline, options.timeoutFactor());
  }

  Optional<Target> endpoint(String name) {
    if (name.equals(Names.CKS_API) && subject instanceof ClusterSubject cluster) {
      return cluster.cksApi().map(CksApiTarget::of);
    }
    return subject instanceof ClusterSubject cluster
        ? cluster.endpoint(name).map(Target::of)
        : Optional.empty();
  }

  /** The same, where there is nothing to do without it. */
  Target required(String endpoint) throws NotTestedException {
    return endpoint(endpoint)
        .orElseThrow(
            () -> new NotTestedException("the subject's file gives no endpoint " + endpoint));
  }

  /** Notes that a credential of a kind was accepted as whom it stands for. */
  void accepted(String kind) {
    accepted.add(kind);
  }

  boolean wasAccepted(List<String> kinds) {
    return kinds.stream().anyMatch(accepted::contains);
  }

  private Optional<Administrator> administrator() {
    return subject instanceof ClusterSubject cluster ? cluster.administrator() : Optional.empty();
  }

  private Traces traces() {
    URI server = administrator().orElseThrow().kubeconfig().server();
    Journal.Entry entry = Journal.Entry.of(run, subject.id(), server, Workspace.named(run));
    return new Traces(options.journal(), entry, !ours, subject.file());
  }

  /** Removes what the run made; says what could not be. */
  Optional<String> cleanUp() {
    return Stream.of(putBack(), removed())
        .flatMap(Optional::stream)
        .reduce((one, other) -> one + "; " + other);
  }

  /** Puts back how the cluster was configured, where a scenario was ended in between. */
  private Optional<String> putBack() {
    if (guarded.isEmpty()) {
      return Optional.empty();
    }
    try {
      guarded.get().stop();
      guarded.get().restore();
      return Optional.empty();
    } catch (ConfigurationException failed) {
      return Optional.of(
          "the cluster's configuration is not put back, run `cks-auth restore %s`: %s"
              .formatted(subject.file(), failed.getMessage()));
    }
  }

  private Optional<String> removed() {
    if (workspace.isEmpty()) {
      return Optional.empty();
    }
    // The run's own prober no longer tries a host that was not there once.
    try (Prober fresh = new Prober(redactor, patience(options.timeoutFactor()))) {
      return workspace.get().remove(new ClusterApi(fresh, secrets, administrator().orElseThrow()));
    }
  }

  @Override
  public void close() {
    prober.close();
  }
}
