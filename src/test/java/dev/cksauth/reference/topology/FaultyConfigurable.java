package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.apiserver.ApiServer;
import dev.cksauth.reference.apiserver.ControlPlaneResolver;
import dev.cksauth.reference.cksapi.Access;
import dev.cksauth.reference.cksapi.AuthSettings;
import dev.cksauth.reference.cksapi.CksApiSpec;
import dev.cksauth.reference.cksapi.Configurator;
import dev.cksauth.reference.cksapi.Merge;
import dev.cksauth.reference.cksapi.Rules;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A cluster that can be configured, and whose CKS API and configurator can be given a fault while
 * they run: a cluster for each fault would take longer than its scenario.
 */
public final class FaultyConfigurable implements AutoCloseable {

  /**
   * What is other than in the honest one; each is given the honest part.
   *
   * @param own which ids are taken for the cluster's
   */
  public record Fault(
      UnaryOperator<Access> access,
      UnaryOperator<Predicate<String>> own,
      UnaryOperator<Merge> merge,
      UnaryOperator<Rules> rules,
      UnaryOperator<Configurator> configurator) {

    /** Nothing. */
    public static final Fault NONE =
        new Fault(
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            UnaryOperator.identity());

    /** The same with other access. */
    public Fault withAccess(UnaryOperator<Access> other) {
      return new Fault(other, own, merge, rules, configurator);
    }

    /** The same with other ids. */
    public Fault withOwn(UnaryOperator<Predicate<String>> other) {
      return new Fault(access, other, merge, rules, configurator);
    }

    /** The same with another way to merge. */
    public Fault withMerge(UnaryOperator<Merge> other) {
      return new Fault(access, own, other, rules, configurator);
    }

    /** The same with other rules. */
    public Fault withRules(UnaryOperator<Rules> other) {
      return new Fault(access, own, merge, other, configurator);
    }

    /** The same with another configurator. */
    public Fault withConfigurator(UnaryOperator<Configurator> other) {
      return new Fault(access, own, merge, rules, other);
    }
  }

  /** One part at a time, as the fault of that moment has it. */
  private record Present(
      Access access, Predicate<String> own, Merge merge, Rules rules, Configurator configurator) {
    Present with(Fault fault) {
      return new Present(
          fault.access().apply(access),
          fault.own().apply(own),
          fault.merge().apply(merge),
          fault.rules().apply(rules),
          fault.configurator().apply(configurator));
    }
  }

  private final RunDirectory run;
  private final CertificateAuthority authority = CertificateAuthority.create("configurable");
  private final AtomicReference<Present> honest = new AtomicReference<>();
  private final AtomicReference<Present> present = new AtomicReference<>();
  private final AtomicReference<Configurator> effect = new AtomicReference<>();
  private final ConfigurableCluster.Started cluster;

  private FaultyConfigurable(RunDirectory run) throws Exception {
    this.run = run;
    StartProgress silent = StartProgress.silent();
    this.cluster =
        ConfigurableCluster.start(
            run,
            ControlPlaneResolver.ofProcess().resolve(silent).controlPlane(),
            authority,
            run.path().resolve("configurable"),
            new Switched());
  }

  /** Starts one below a directory; honest until a fault is put into it. */
  public static FaultyConfigurable start(Path base) throws Exception {
    return new FaultyConfigurable(RunDirectory.create(base));
  }

  /** All parts ask at each call what they are to be. */
  private final class Switched implements ConfigurableCluster.Faults {
    @Override
    public CksApiSpec api(CksApiSpec spec) {
      honest.set(new Present(spec.access(), spec.own(), spec.merge(), spec.rules(), effect.get()));
      present.set(honest.get());
      return spec.withAccess((token, writes) -> present.get().access().require(token, writes))
          .withOwn(id -> present.get().own().test(id))
          .withMerge((before, request) -> present.get().merge().of(before, request))
          .withRules(wanted -> present.get().rules().check(wanted));
    }

    @Override
    public Configurator configurator(Configurator one, ApiServer apiServer) {
      effect.set(one);
      return new Configurator() {
        @Override
        public void handOver(AuthSettings settings) throws IOException, InterruptedException {
          present.get().configurator().handOver(settings);
        }

        @Override
        public void awaitEffective() throws IOException, InterruptedException {
          present.get().configurator().awaitEffective();
        }
      };
    }
  }

  /** Has the fault from now on. */
  public void become(Fault fault) {
    present.set(honest.get().with(fault));
  }

  /** Has the API server use nothing of what it was configured with, whatever the API says. */
  public void clear() throws IOException, InterruptedException {
    effect.get().handOver(AuthSettings.NONE);
    effect.get().awaitEffective();
  }

  /** The authority of all certificates, in PEM. */
  public String authority() {
    return authority.certificatePem();
  }

  public Path subjectFile() {
    return cluster.subjectFile();
  }

  @Override
  public void close() throws IOException {
    cluster.cluster().close();
    run.close();
  }
}
