package dev.cksauth.reference.apiserver;

import java.util.Arrays;
import java.util.Optional;

/** The lines of Kubernetes that our API server can be built from. */
public enum KubernetesLine {
  /** The newest: what {@code go.mod} has. */
  NEWEST("1.37"),
  /** An older one that CKS offers. */
  OLDER("1.35");

  private final String word;

  KubernetesLine(String word) {
    this.word = word;
  }

  /** As users write it: {@code 1.37}. */
  public String word() {
    return word;
  }

  /** The line of that word. */
  public static Optional<KubernetesLine> of(String word) {
    return Arrays.stream(values()).filter(line -> line.word.equals(word)).findFirst();
  }

  /**
   * Before {@code .mod} and {@code .sum} in the names of its files, where they are not Go's own.
   */
  String files() {
    return "go-" + word;
  }
}
