package dev.cksauth.engine;

import dev.cksauth.engine.configuration.ConfigurationException;
import dev.cksauth.engine.configuration.GuardedCluster;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.SecretValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two webhooks are configured at the same moment. A cluster that is quickly done may take both, one
 * after the other, and another refuses the second while it is updating: either way it has one of
 * them wholly afterwards, and its API server asks that one.
 */
final class TwoChangesAtOnce implements Check {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration IN_USE = Duration.ofSeconds(60);
  private static final int IN_A_ROW = 3;

  /** A conflict in the forms of gRPC's gateway and of plain HTTP, or a limit on calls. */
  private static final Set<Integer> CONFLICT = Set.of(400, 409, 412, 423, 429, 503);

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    GuardedCluster cluster = ConfigureRunner.changeable(go.session(), false);
    List<JsonNode> changes = changes(go);
    SecretValue token = token(go, "cks-api");
    go.disturbed(() -> ConfigureRunner.putBack(cluster));
    try {
      List<Exchange> answers = cluster.changeAtOnce(token, changes);
      String status = cluster.settled();
      go.session().forgetEndpoints();
      List<Judged> judged = new ArrayList<>();
      judged.add(answered(answers));
      int which = cluster.has(changes.getFirst()) ? 0 : cluster.has(changes.getLast()) ? 1 : -1;
      judged.add(wholly(which, answers, status));
      if (which >= 0) {
        judged.add(used(go, with, which));
      }
      return new Finding(Judged.all(judged), Optional.of(answers.getLast()));
    } catch (ConfigurationException failed) {
      throw new UnknownFactsException(String.valueOf(failed.getMessage()));
    }
  }

  /** They differ in both fields, so that a mixture of them is neither. */
  private static List<JsonNode> changes(Go go) throws NotTestedException {
    ConfigurationValues values = new ConfigurationValues(go.session().subject());
    Optional<Map<String, String>> first = values.block("{first-webhook-settings}");
    Optional<Map<String, String>> second = values.block("{second-webhook-settings}");
    Optional<String> authorities = values.text("both-cas");
    if (first.isEmpty() || second.isEmpty() || authorities.isEmpty()) {
      throw new NotTestedException("the subject's file gives no two webhooks with url and ca");
    }
    Map<String, String> other = new HashMap<>(second.get());
    other.put("ca", authorities.get());
    String id = values.text("cluster-id").orElseThrow();
    return List.of(change(id, first.get()), change(id, other));
  }

  private static JsonNode change(String id, Map<String, String> webhook) {
    ObjectNode body = JSON.createObjectNode().put("id", id).put("updateMask", "authnWebhook");
    body.set("authnWebhook", JSON.valueToTree(webhook));
    return body;
  }

  private static SecretValue token(Go go, String word)
      throws NotTestedException, UnknownFactsException {
    return go.credentials()
        .get(word)
        .token()
        .orElseThrow(() -> new NotTestedException("the subject's file gives no token as " + word));
  }

  private static boolean taken(Exchange exchange) {
    return exchange.outcome() instanceof Outcome.Answered answered && answered.status() / 100 == 2;
  }

  private static Judged answered(List<Exchange> answers) {
    List<String> words = answers.stream().map(TwoChangesAtOnce::words).toList();
    if (answers.stream().anyMatch(one -> !(one.outcome() instanceof Outcome.Answered))) {
      return Judged.unknown("two answers", String.join(" and ", words));
    }
    boolean fair =
        answers.stream().anyMatch(TwoChangesAtOnce::taken)
            && answers.stream()
                .allMatch(one ->
                    taken(one)
                        || (one.outcome() instanceof Outcome.Answered refused
                            && CONFLICT.contains(refused.status())));
    return Judged.of(fair, "both taken, or one refused as a conflict", String.join(" and ", words));
  }

  private static String words(Exchange exchange) {
    return exchange.outcome() instanceof Outcome.Answered answered
        ? "HTTP " + answered.status()
        : "no answer";
  }

  private static Judged wholly(int which, List<Exchange> answers, String status) {
    String expected = "the cluster runs with a webhook that was taken, wholly";
    if (which < 0) {
      return Judged.unmet(expected, status + " with neither of the two");
    }
    String has = "%s with %s".formatted(status, which == 0 ? "the first" : "the second");
    return Judged.of(
        taken(answers.get(which)) && !status.equals(ConfigureRunner.FAILED), expected, has);
  }

  private static Judged used(Go go, JsonNode with, int which)
      throws NotTestedException, UnknownFactsException {
    String[] words = {with.path("as").asString(), with.path("other").asString()};
    Target target = go.session().required(with.path("endpoint").asString());
    Presented user = go.credentials().get(words[which]);
    Presented stranger = go.credentials().get(words[1 - which]);
    String expected = "the API server asks that one";
    int[] inARow = {0};
    String last =
        Waiting.until(
            go.session().patient(IN_USE),
            () -> {
              IdentityAnswer good = ask(go, target, user);
              IdentityAnswer bad = ask(go, target, stranger);
              boolean met = isOwn(user, good) && bad instanceof IdentityAnswer.Refused;
              inARow[0] = met ? inARow[0] + 1 : 0;
              return "its user: %s; the other one's: %s"
                  .formatted(IdentityJudge.words(good), IdentityJudge.words(bad));
            },
            said -> inARow[0] >= IN_A_ROW);
    return Judged.of(inARow[0] >= IN_A_ROW, expected, last);
  }

  private static boolean isOwn(Presented user, IdentityAnswer answer) {
    return answer instanceof IdentityAnswer.Named named
        && user.expected().map(who -> who.username().equals(named.username())).orElse(true);
  }

  private static IdentityAnswer ask(Go go, Target target, Presented who)
      throws NotTestedException, UnknownFactsException {
    go.session().prober().forget(target);
    return IdentityAnswer.read(
        go.session()
            .prober()
            .send(
                target,
                ProbeRequest.postJson(
                        RequestRunner.SELF_SUBJECT_REVIEWS, RequestRunner.SELF_SUBJECT_REVIEW)
                    .withBearer(token(go, who.word()).reveal())));
  }
}
