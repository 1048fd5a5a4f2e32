package dev.cksauth.engine;

import dev.cksauth.catalogue.Expectation;
import dev.cksauth.catalogue.Matcher;
import dev.cksauth.catalogue.Names;
import dev.cksauth.catalogue.Step;
import dev.cksauth.engine.configuration.ConfigurationException;
import dev.cksauth.engine.configuration.GuardedCluster;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Outcome;
import dev.cksauth.subject.CksApi;
import dev.cksauth.subject.ClusterSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes the cluster through its CKS API, and has it put back when the scenario ends. */
final class ConfigureRunner {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String OK = "200";

  /** How the API says that a change was not taken up. */
  static final String FAILED = "STATUS_FAILED";

  private final Go go;
  private final Session session;

  ConfigureRunner(Go go) {
    this.go = go;
    this.session = go.session();
  }

  Done run(Step.Configure step, StepRunner steps) throws NotTestedException, UnknownFactsException {
    GuardedCluster cluster = changeable(session, step.harmful());
    ObjectNode change = body(step);
    String body = step.text().map(go::named).orElseGet(change::toString);
    Presented asking = go.credentials().get(step.as());
    try {
      go.disturbed(() -> putBack(cluster));
      long begin = System.nanoTime();
      Exchange exchange = cluster.change(go.named(step.cluster()), asking.token(), change, body);
      List<Judged> judged = new ArrayList<>(answered(step.head().expect(), exchange));
      if (step.waits() && judged.stream().allMatch(one -> one.kind() == Judged.Kind.MET)) {
        settled(cluster, exchange, begin).ifPresent(judged::add);
      }
      session.forgetEndpoints();
      Judged all = Judged.all(judged);
      return new Done(steps.result(step, all, exchange), all, false, Optional.empty());
    } catch (ConfigurationException failed) {
      throw new UnknownFactsException(String.valueOf(failed.getMessage()));
    }
  }

  /**
   * The subject's cluster, where it may be changed so.
   *
   * @param harmful whether the change may leave it unusable
   */
  static GuardedCluster changeable(Session session, boolean harmful) throws NotTestedException {
    CksApi api = api(session);
    if (!api.mayReconfigure()) {
      throw new NotTestedException(
          "the cluster is not to be changed: set `cksApi.mayReconfigure: true`");
    }
    if (harmful && !api.disposable()) {
      throw new NotTestedException(
          "it may leave the cluster unusable: name it again as `cksApi.disposableCluster`");
    }
    return session.guarded().orElseThrow();
  }

  private static CksApi api(Session session) throws NotTestedException {
    Optional<CksApi> api =
        session.subject() instanceof ClusterSubject cluster ? cluster.cksApi() : Optional.empty();
    return api.orElseThrow(() -> new NotTestedException("the subject's file gives no cksApi"));
  }

  static void putBack(GuardedCluster cluster) throws UnknownFactsException {
    try {
      cluster.restore();
    } catch (ConfigurationException failed) {
      throw new UnknownFactsException(String.valueOf(failed.getMessage()));
    }
  }

  private List<Judged> answered(Expectation expect, Exchange exchange) {
    if (!(exchange.outcome() instanceof Outcome.Answered answered)) {
      return List.of(
          Judged.unknown(
              "an answer", exchange.outcome() instanceof Outcome.Failed f ? f.words() : "none"));
    }
    AnswerJudge plain = new AnswerJudge(go::named);
    List<Judged> judged = new ArrayList<>();
    Matcher status = expect.status().orElseGet(() -> new Matcher.AnyOf(List.of(OK)));
    judged.add(plain.status(status, answered, Passing.is(exchange)));
    judged.addAll(plain.body(expect.body(), answered));
    judged.addAll(plain.headers(expect.headers(), answered));
    return judged;
  }

  /** A change that was taken is over when the cluster runs; one that was refused is no change. */
  private static Optional<Judged> settled(GuardedCluster cluster, Exchange exchange, long begin)
      throws ConfigurationException {
    if (!(exchange.outcome() instanceof Outcome.Answered answered)
        || answered.status() / 100 != 2) {
      return Optional.empty();
    }
    String status = cluster.settled();
    double seconds = (System.nanoTime() - begin) / 1e9;
    return Optional.of(
        Judged.of(
            !status.equals(FAILED),
            "the cluster runs again",
            String.format(Locale.ROOT, "%s after %.1f s", status, seconds)));
  }

  private ObjectNode body(Step.Configure step) throws NotTestedException {
    ObjectNode body = JSON.createObjectNode().put("id", api(session).clusterId());
    step.mask().ifPresent(mask -> body.put("updateMask", go.named(mask)));
    ConfigurationValues values = new ConfigurationValues(session.subject());
    for (Map.Entry<String, JsonNode> field : step.fields().properties()) {
      Optional<Map<String, String>> block =
          field.getValue().isString()
              ? values.block(field.getValue().asString())
              : Optional.empty();
      body.set(
          field.getKey(),
          block.isPresent() ? JSON.valueToTree(block.get()) : filled(field.getValue()));
    }
    requireFilled(body);
    return body;
  }

  private JsonNode filled(JsonNode node) {
    if (node.isObject()) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      node.propertyStream().forEach(field -> copy.set(field.getKey(), filled(field.getValue())));
      return copy;
    }
    return node.isString() ? JsonNodeFactory.instance.stringNode(go.named(node.asString())) : node;
  }

  /** A name that stands for nothing would be a bad value, and the refusal of it prove nothing. */
  private static void requireFilled(JsonNode body) throws NotTestedException {
    for (String name : Names.in(body.toString())) {
      if (Names.isConfiguration(name)) {
        throw new NotTestedException(
            "the subject's file does not give `%s`: webhooks and issuers with their url and ca"
                .formatted(name));
      }
    }
  }
}
