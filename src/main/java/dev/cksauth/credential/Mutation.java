package dev.cksauth.credential;

import java.util.Arrays;
import java.util.Optional;

/** One named way to spoil a good JSON Web Token. */
public enum Mutation {
  /** One bit of the decoded signature is other. */
  SIGNATURE_CHANGED("signature-changed"),
  /** The signature is empty. */
  SIGNATURE_REMOVED("signature-removed"),
  /** The header says {@code alg: none} and the signature is empty (RFC 8725 section 2.1). */
  ALGORITHM_NONE("algorithm-none"),
  /** The subject is another one under the old signature. */
  PAYLOAD_CHANGED("payload-changed"),
  /** Header and claims are the same, signed by a key that nobody knows. */
  FOREIGN_KEY("foreign-key");

  private final String word;

  Mutation(String word) {
    this.word = word;
  }

  /** As scenarios name it. */
  public String word() {
    return word;
  }

  /** The mutation of a word. */
  public static Optional<Mutation> of(String word) {
    return Arrays.stream(values()).filter(mutation -> mutation.word.equals(word)).findFirst();
  }
}
