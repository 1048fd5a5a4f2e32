package dev.cksauth.engine;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The checks that a scenario may name. */
public final class Checks {

  private Checks() {}

  private static Map<String, Check> all() {
    return Map.ofEntries(
        Map.entry("blank-token-review", new BlankTokenReview()),
        Map.entry("endpoint-names", new EndpointNames()),
        Map.entry("judges-each-request-alone", new JudgesEachRequest()),
        Map.entry("kubeconfig-logs-in", new KubeconfigLogin()),
        Map.entry("kubeconfig-rules", new KubeconfigRules()),
        Map.entry("published-issuer", new PublishedIssuer()),
        Map.entry("rejects-ambiguous-framing", new RejectsAmbiguousFraming()),
        Map.entry("rejects-split-header", new RejectsSplitHeader()),
        Map.entry("served-anonymously", new ServedAnonymously()),
        Map.entry("streams-watches", new StreamsWatches()),
        Map.entry("token-issuer", new TokenIssuer()),
        Map.entry("trusted-certificate", new TrustedCertificate()));
  }

  /** Their names, in order. */
  public static Set<String> names() {
    return new TreeSet<>(all().keySet());
  }

  static Check named(String name) throws UnknownFactsException {
    Check check = all().get(name);
    if (check == null) {
      throw new UnknownFactsException("there is no check `" + name + "`");
    }
    return check;
  }
}
