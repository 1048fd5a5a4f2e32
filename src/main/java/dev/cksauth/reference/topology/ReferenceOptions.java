package dev.cksauth.reference.topology;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a reference system is to have.
 *
 * @param idp its identity providers
 * @param launcher the program that kubeconfigs name as their plug-in; absent: no such kubeconfigs
 */
public record ReferenceOptions(Idp idp, Optional<Path> launcher) {

  /** With embedded issuers alone, which are up in no time. */
  public static final ReferenceOptions EMBEDDED =
      new ReferenceOptions(Idp.EMBEDDED, Optional.empty());
}
