package dev.cksauth.result;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By what a subject can be told from another of the same name.
 *
 * @param tlsKeys by endpoint: {@code sha256:…} of the SubjectPublicKeyInfo of each key by which a
 *     server there proved itself; none where no TLS was spoken
 * @param clusterUid the UID of the namespace kube-system, which no other cluster has; absent where
 *     it is no cluster or could not be read
 */
public record Identity(Map<String, List<String>> tlsKeys, @Nullable String clusterUid) {
  /** Nothing was established. */
  public static final Identity UNKNOWN = new Identity(Map.of(), null);

  public Identity {
    tlsKeys = Map.copyOf(tlsKeys);
  }
}
