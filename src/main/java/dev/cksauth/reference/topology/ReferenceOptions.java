package dev.cksauth.reference.topology;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a reference system is to have.
 *
 * @param idp its identity providers
 * @param launcher the program that kubeconfigs name as their plug-in; absent: no such kubeconfigs
 * @param configurable whether there is a second cluster too, with a CKS API that configures it
 */
public record ReferenceOptions(Idp idp, Optional<Path> launcher, boolean configurable) {

  /** Without a second cluster. */
  public ReferenceOptions(Idp idp, Optional<Path> launcher) {
    this(idp, launcher, false);
  }

  /** The same with a second cluster, or without. */
  public ReferenceOptions withConfigurable(boolean wanted) {
    return new ReferenceOptions(idp, launcher, wanted);
  }

  /** With embedded issuers alone, which are up in no time. */
  public static final ReferenceOptions EMBEDDED =
      new ReferenceOptions(Idp.EMBEDDED, Optional.empty());
}
