package dev.cksauth.engine;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The checks that a scenario may name. */
public final class Checks {

  private Checks() {}

  private static Map<String, Check> all() {
    return Map.of(
        "blank-token-review", new BlankTokenReview(),
        "judges-each-request-alone", new JudgesEachRequest(),
        "rejects-ambiguous-framing", new RejectsAmbiguousFraming(),
        "rejects-split-header", new RejectsSplitHeader(),
        "served-anonymously", new ServedAnonymously(),
        "streams-watches", new StreamsWatches(),
        "trusted-certificate", new TrustedCertificate());
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
