package dev.cksauth.engine;

import dev.cksauth.engine.ClusterApi.Answer;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.Outcome;
import dev.cksauth.subject.SecretValue;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A TokenReview of a token without a visible character is answered, and authenticates nobody.
 *
 * <p>With conditions on anonymous access, Kubernetes 1.37.2 panics on it: the review's stand-in for
 * a request has no URL (contract D-17). The client sees a lost connection.
 */
final class BlankTokenReview implements Check {

  private static final String EXPECTED = "an answer that authenticates nobody";

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    ClusterApi api =
        go.session()
            .api()
            .orElseThrow(() -> new NotTestedException("no administrator is given for reviews"));
    Reviews reviews = new Reviews(go.session());
    control(go, api, reviews);
    Exchange exchange =
        api.exchange(reviews.forCluster(with.path("token").asString(""), "v1", List.of()));
    go.session().prober().forget(api.target());
    // Only where others are answered is a lost connection this request's doing.
    control(go, api, reviews);
    return new Finding(judge(exchange), Optional.of(exchange));
  }

  private static void control(Go go, ClusterApi api, Reviews reviews)
      throws NotTestedException, UnknownFactsException {
    String token =
        go.credentials().get("service-account").token().map(SecretValue::reveal).orElse("");
    Answer answer = reviews.byCluster(api, token, "v1", List.of());
    if (!answer.body().at("/status/authenticated").asBoolean(false)) {
      throw new UnknownFactsException(
          "the control failed (a good token is authenticated): HTTP " + answer.status());
    }
  }

  private static Judged judge(Exchange exchange) {
    return switch (exchange.outcome()) {
      case Outcome.Failed failed ->
          Judged.unmet(EXPECTED, failed.words() + "; a good token's review is answered after it");
      case Outcome.Answered answered -> {
        JsonNode status = new AnswerJudge(name -> name).parsed(answered).path("status");
        String user = status.at("/user/username").asString("");
        boolean nobody =
            !status.path("authenticated").asBoolean(false) || user.equals(IdentityAnswer.ANONYMOUS);
        String actual =
            "HTTP %d, %s"
                .formatted(
                    answered.status(),
                    user.isEmpty() ? "nobody is authenticated" : "the user is " + user);
        yield Judged.of(answered.status() < 500 && nobody, EXPECTED, actual);
      }
    };
  }
}
