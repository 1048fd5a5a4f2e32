package dev.cksauth.mutant.oidc;

import java.util.Optional;

/** What a verifier gets wrong; an honest one nothing. */
record Faulty(Optional<OidcFault> fault) {
  private static final String HONEST = "honest";

  boolean has(OidcFault asked) {
    return fault.filter(asked::equals).isPresent();
  }

  /** As it stands in URLs and in the client's id. */
  String word() {
    return fault.map(OidcFault::word).orElse(HONEST);
  }
}
