package dev.cksauth.reference.topology;

import dev.cksauth.reference.apiserver.KubernetesLine;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a reference system is to have.
 *
 * @param idp its identity providers
 * @param launcher the program that kubeconfigs name as their plug-in; absent: no such kubeconfigs
 * @param integration whether there is a cluster too whose API server has a webhook
 * @param configurable whether there is a cluster too with a CKS API that configures it
 * @param topology in what it runs
 * @param kubernetes the line of its API servers
 */
public record ReferenceOptions(
    Idp idp,
    Optional<Path> launcher,
    boolean integration,
    boolean configurable,
    TopologyChoice topology,
    KubernetesLine kubernetes) {

  /** With embedded issuers alone, which are up in no time. */
  public static final ReferenceOptions EMBEDDED =
      new ReferenceOptions(
          Idp.EMBEDDED,
          Optional.empty(),
          false,
          false,
          TopologyChoice.PROCESS,
          KubernetesLine.NEWEST);

  /** The same, with or without the cluster that has a webhook. */
  public ReferenceOptions withIntegration(boolean wanted) {
    return new ReferenceOptions(idp, launcher, wanted, configurable, topology, kubernetes);
  }

  /** The same, with or without the cluster that has a CKS API. */
  public ReferenceOptions withConfigurable(boolean wanted) {
    return new ReferenceOptions(idp, launcher, integration, wanted, topology, kubernetes);
  }

  /** The same with other identity providers. */
  public ReferenceOptions with(Idp wanted) {
    return new ReferenceOptions(wanted, launcher, integration, configurable, topology, kubernetes);
  }

  /** The same in another topology. */
  public ReferenceOptions in(TopologyChoice wanted) {
    return new ReferenceOptions(idp, launcher, integration, configurable, wanted, kubernetes);
  }

  /** The same of another line of Kubernetes. */
  public ReferenceOptions of(KubernetesLine wanted) {
    return new ReferenceOptions(idp, launcher, integration, configurable, topology, wanted);
  }
}
