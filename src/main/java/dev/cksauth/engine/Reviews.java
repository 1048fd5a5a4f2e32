package dev.cksauth.engine;

import dev.cksauth.catalogue.Step;
import dev.cksauth.engine.ClusterApi.Answer;
import dev.cksauth.probe.AnswerBody;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Header;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.Client;
import dev.cksauth.subject.SecretUnavailable;
import dev.cksauth.subject.SecretValue;
import dev.cksauth.subject.WebhookSubject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/** TokenReviews as an API server sends them (contract A-02), and through a cluster's API. */
final class Reviews {
  // One for all: each of them learns anew how to write and read.
  private static final JsonMapper JSON = new JsonMapper();

  private static final int BAD_REQUEST = 400;
  private static final String AUTHORIZATION = "Authorization";

  private final Session session;

  Reviews(Session session) {
    this.session = session;
  }

  static String apiVersion(String version) {
    return "authentication.k8s.io/" + version;
  }

  /** Sends a review to the webhook under test, as an API server does. */
  Exchange toWebhook(WebhookSubject webhook, String token, String version, List<String> audiences)
      throws UnknownFactsException {
    Target target = Target.of(webhook.endpoint());
    ProbeRequest request =
        new ReviewRequests(UnaryOperator.identity(), login(webhook))
            .of(Step.Form.USUAL, review(token, version, audiences), token, target);
    return session.prober().send(target, request);
  }

  /** What a webhook is shown beside the review, as a kubeconfig's user says it (contract A-05). */
  List<Header> login(WebhookSubject webhook) throws UnknownFactsException {
    Client client = webhook.endpoint().client();
    if (client.bearer().isPresent()) {
      try {
        SecretValue bearer = session.secrets().resolve(client.bearer().get());
        return List.of(new Header(AUTHORIZATION, "Bearer " + bearer.reveal()));
      } catch (SecretUnavailable unavailable) {
        throw new UnknownFactsException("the token for the webhook: " + unavailable.getMessage());
      }
    }
    return client
        .basic()
        .map(login -> login.username() + ":" + login.password().reveal())
        .map(login -> login.getBytes(StandardCharsets.UTF_8))
        .map(login -> "Basic " + Base64.getEncoder().encodeToString(login))
        .map(value -> List.of(new Header(AUTHORIZATION, value)))
        .orElse(List.of());
  }

  /** The JSON of a TokenReview as an API server writes it (contract A-02). */
  static Map<String, Object> review(String token, String version, List<String> audiences) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("token", token);
    if (!audiences.isEmpty()) {
      spec.put("audiences", audiences);
    }
    Map<String, Object> review = new LinkedHashMap<>();
    review.put("kind", "TokenReview");
    review.put("apiVersion", apiVersion(version));
    review.put("metadata", Map.of());
    review.put("spec", spec);
    review.put("status", Map.of("user", Map.of()));
    return review;
  }

  /** A review for a cluster's API. */
  ProbeRequest forCluster(String token, String version, List<String> audiences) {
    Map<String, Object> review = review(token, version, audiences);
    review.remove("status");
    return ProbeRequest.postJson(
        "/apis/" + apiVersion(version) + "/tokenreviews", JSON.writeValueAsString(review));
  }

  /** Has a cluster review a token, as its administrator. */
  Answer byCluster(ClusterApi api, String token, String version, List<String> audiences)
      throws UnknownFactsException {
    return api.answer(forCluster(token, version, audiences));
  }

  /**
   * Why the cluster refused a token, in the words of its authenticators; empty where that cannot be
   * asked, or it says nothing.
   */
  Optional<String> explanation(Presented presented) {
    if (session.api().isEmpty()
        || presented.token().isEmpty()
        || !session.capabilities().of("create-token-reviews").present()) {
      return Optional.empty();
    }
    try {
      Answer answer =
          byCluster(session.api().get(), presented.token().get().reveal(), "v1", List.of());
      return Optional.of(answer.body().path("status").path("error").asString(""))
          .filter(error -> answer.good() && !error.isBlank())
          .map(session.redactor()::redact);
    } catch (UnknownFactsException unknown) {
      return Optional.empty();
    }
  }

  /** Whether the webhook under test says for which audiences a token is good. */
  static Capabilities.Standing knowsAudiences(Session session) throws UnknownFactsException {
    if (!(session.subject() instanceof WebhookSubject webhook)) {
      return new Capabilities.Standing(false, "not a webhook");
    }
    try {
      String token =
          new Credentials(session).get("valid").token().map(SecretValue::reveal).orElse("");
      Exchange exchange =
          new Reviews(session).toWebhook(webhook, token, "v1", webhook.endpoint().audiences());
      boolean named =
          exchange.outcome() instanceof Outcome.Answered answered
              && AnswerBody.object(answered)
                  .map(body -> !body.at("/status/audiences").isEmpty())
                  .orElse(false);
      return new Capabilities.Standing(named, named ? "probed" : "it names no status.audiences");
    } catch (NotTestedException none) {
      return new Capabilities.Standing(false, "no valid token is given");
    }
  }

  /** Whether the webhook under test takes v1beta1: absent only when it answers 400. */
  static Capabilities.Standing supportsV1beta1(Session session) throws UnknownFactsException {
    if (!(session.subject() instanceof WebhookSubject webhook)) {
      return new Capabilities.Standing(false, "not a webhook");
    }
    Exchange exchange =
        switch (webhook.review()) {
          case TOKEN ->
              new Reviews(session)
                  .toWebhook(
                      webhook,
                      Credentials.unknownToken(),
                      "v1beta1",
                      webhook.endpoint().audiences());
          case ACCESS ->
              new AccessRunner(session, UnaryOperator.identity())
                  .send(webhook, AccessReviews.UNLISTED, "v1beta1", Step.Form.USUAL);
        };
    boolean absent =
        exchange.outcome() instanceof Outcome.Answered answered && answered.status() == BAD_REQUEST;
    return new Capabilities.Standing(!absent, "probed");
  }
}
