package dev.cksauth.reference.topology;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a reference system is to have.
 *
 * @param idp its identity providers
 * @param launcher the program that kubeconfigs name as their plug-in; absent: no such kubeconfigs
 * @param integration whether there is a second cluster, whose API server has a webhook
 */
public record ReferenceOptions(Idp idp, Optional<Path> launcher, boolean integration) {

  /** With embedded issuers alone, which are up in no time. */
  public static final ReferenceOptions EMBEDDED =
      new ReferenceOptions(Idp.EMBEDDED, Optional.empty(), false);

  /** The same, with or without the cluster that has a webhook. */
  public ReferenceOptions withIntegration(boolean wanted) {
    return new ReferenceOptions(idp, launcher, wanted);
  }
}
