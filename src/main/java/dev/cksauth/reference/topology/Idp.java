package dev.cksauth.reference.topology;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The identity providers of a reference system. */
public enum Idp {
  /** Issuers without users, whose keys are known: for tokens that no provider makes. */
  EMBEDDED,
  /** Keycloak alone: for logins as people do them. */
  KEYCLOAK,
  /** Both of them. */
  BOTH;

  /** As the option {@code --idp} names it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of a word. */
  public static Optional<Idp> of(String word) {
    return Arrays.stream(values()).filter(idp -> idp.word().equals(word)).findFirst();
  }

  boolean embedded() {
    return this != KEYCLOAK;
  }

  boolean keycloak() {
    return this != EMBEDDED;
  }
}
