package dev.cksauth.engine;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The checks that a scenario may name. */
public final class Checks {

  private Checks() {}

  private static Map<String, Check> all() {
    return Map.ofEntries(
        Map.entry("aborted", new Aborted()),
        Map.entry("again-and-again", new AgainAndAgain()),
        Map.entry("answer-decodes", new AnswerForm(AnswerForm.Rule.DECODES)),
        Map.entry("answer-holds-no-token", new AnswerHoldsNoToken()),
        Map.entry("answer-is-json", new AnswerForm(AnswerForm.Rule.PLAIN_JSON)),
        Map.entry("answer-says-json", new AnswerForm(AnswerForm.Rule.SAYS_JSON)),
        Map.entry("answer-is-small", new AnswerForm(AnswerForm.Rule.SMALL)),
        Map.entry("answer-type-is-readable", new AnswerForm(AnswerForm.Rule.READABLE_TYPE)),
        Map.entry("answers-in-time", new AnswerTimes(AnswerTimes.Rule.SLOWEST)),
        Map.entry("answers-quickly", new AnswerTimes(AnswerTimes.Rule.MOST)),
        Map.entry("bears-load", new BearsLoad()),
        Map.entry("blank-token-review", new BlankTokenReview()),
        Map.entry("cluster-follows-no-token", new ClusterFollowsNoToken()),
        Map.entry("configurable-in-cks", new ConfigurableInCks()),
        Map.entry("confirmed-audiences", new Audiences(Audiences.Rule.CONFIRMED)),
        Map.entry("confirmed-nothing-more", new Audiences(Audiences.Rule.NOTHING_MORE)),
        Map.entry("distributed-groups", new DistributedGroups()),
        Map.entry("encrypted", new Encrypted()),
        Map.entry("endpoint-names", new EndpointNames()),
        Map.entry("extra-keys", new UserNames(UserNames.Rule.PORTABLE_KEYS)),
        Map.entry("field-has-type", new FieldHasType()),
        Map.entry("field-names", new FieldNames()),
        Map.entry("half-sent", new HalfSent()),
        Map.entry("follows-no-token", new FollowsNoToken()),
        Map.entry("judges-each-request-alone", new JudgesEachRequest()),
        Map.entry("keys-of-kubernetes", new UserNames(UserNames.Rule.NOT_RESERVED_KEYS)),
        Map.entry("knows-its-caller", new KnowsItsCaller()),
        Map.entry("kubeconfig-logs-in", new KubeconfigLogin()),
        Map.entry("kubeconfig-moved", new KubeconfigMoved()),
        Map.entry("kubeconfig-rules", new KubeconfigRules()),
        Map.entry("log-holds-no-token", new LogHoldsNoToken()),
        Map.entry("many-at-once", new ManyAtOnce()),
        Map.entry("never-denied", new NeverDenied()),
        Map.entry("other-audiences", new Audiences(Audiences.Rule.OTHERS)),
        Map.entry("own-of-several-audiences", new Audiences(Audiences.Rule.OF_SEVERAL)),
        Map.entry("pipelined", new ReusedConnection(ReusedConnection.Order.PIPELINED)),
        Map.entry("plain-names", new UserNames(UserNames.Rule.PLAIN)),
        Map.entry("published-issuer", new PublishedIssuer()),
        Map.entry("rejects-ambiguous-framing", new RejectsAmbiguousFraming()),
        Map.entry("rejects-split-header", new RejectsSplitHeader()),
        Map.entry("reserved-names", new UserNames(UserNames.Rule.NOT_RESERVED)),
        Map.entry("reused-connection", new ReusedConnection(ReusedConnection.Order.ONE_BY_ONE)),
        Map.entry("revoked-in-time", new RevokedInTime()),
        Map.entry("same-user", new SameUser()),
        Map.entry("served-anonymously", new ServedAnonymously()),
        Map.entry("streams-watches", new StreamsWatches()),
        Map.entry("times-alike", new AnswerTimes(AnswerTimes.Rule.ALIKE)),
        Map.entry("token-issuer", new TokenIssuer()),
        Map.entry("two-changes-at-once", new TwoChangesAtOnce()),
        Map.entry("user-has-a-name", new UserNames(UserNames.Rule.NAMED)),
        Map.entry("trusted-certificate", new TrustedCertificate()),
        Map.entry("refused-after", new RefusedAfter()),
        Map.entry("restarted-under-load", new RestartedUnderLoad()),
        Map.entry("webhook-log-holds-no-token", new ClusterWebhookLog()),
        Map.entry("wrong-audience", new Audiences(Audiences.Rule.WRONG_AUDIENCE)));
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
