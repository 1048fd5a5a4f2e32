package dev.cksauth.engine;

import dev.cksauth.catalogue.Expectation;
import dev.cksauth.catalogue.Expectation.ReviewWord;
import dev.cksauth.catalogue.Names;
import dev.cksauth.catalogue.Step;
import dev.cksauth.engine.ClusterApi.Answer;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.ReviewAnswer;
import dev.cksauth.probe.Target;
import dev.cksauth.result.Evidence;
import dev.cksauth.subject.SecretValue;
import dev.cksauth.subject.WebhookSubject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Has tokens reviewed, by the webhook under test or by a cluster's API, and judges the answers. */
final class ReviewRunner {

  /** Where controls of a webhook pass. */
  static final String WEBHOOK = "webhook";

  /** The ends of an exchange that are no answer, and say nothing against the way there. */
  private static final Set<Failure> UNANSWERED =
      EnumSet.of(Failure.RESET, Failure.TIMEOUT, Failure.MALFORMED);

  /** What an API server logs as an outage of the webhook, though no answer came. */
  private static final Set<Failure> OUTAGES = EnumSet.of(Failure.TIMEOUT, Failure.MALFORMED);

  private final Go go;
  private final Session session;
  private final RequestRunner requests;
  private final boolean fresh;

  ReviewRunner(Go go, RequestRunner requests) {
    this(go, requests, false);
  }

  private ReviewRunner(Go go, RequestRunner requests, boolean fresh) {
    this.fresh = fresh;
    this.go = go;
    this.session = go.session();
    this.requests = requests;
  }

  /** What came of a review, and how it stands. */
  record Reviewed(
      Optional<Exchange> exchange, Judged judged, boolean passing, Optional<Evidence> evidence) {}

  /** The same with a connection for each review. */
  ReviewRunner fresh() {
    return new ReviewRunner(go, requests, true);
  }

  Reviewed run(Step.Review step, Expectation expect)
      throws NotTestedException, UnknownFactsException {
    Presented credential = go.credentials().get(step.as());
    requests.requireSpendable(credential, "reviews");
    String token = token(step, credential);
    return session.subject() instanceof WebhookSubject webhook
        ? byWebhook(step, expect, credential, webhook, token)
        : byCluster(step, expect, credential, token);
  }

  private String token(Step.Review step, Presented credential) {
    String own = credential.token().map(SecretValue::reveal).orElse("");
    return step.token()
        .map(go::named)
        .map(text -> text.replace(Names.placeholder(Names.TOKEN), own))
        .orElse(own)
        .repeat(step.form().text().isPresent() ? 1 : step.times());
  }

  private List<String> audiences(Step.Review step, List<String> otherwise) {
    return step.audiences().map(all -> all.stream().map(go::named).toList()).orElse(otherwise);
  }

  private Reviewed byCluster(
      Step.Review step, Expectation expect, Presented credential, String token)
      throws NotTestedException, UnknownFactsException {
    ClusterApi api =
        session
            .api()
            .orElseThrow(() -> new NotTestedException("no administrator is given for reviews"));
    Answer answer =
        new Reviews(session).byCluster(api, token, step.version(), audiences(step, List.of()));
    ReviewAnswer read = clusterAnswer(answer);
    Judged judged =
        new ReviewJudge(expect, credential, go::named).judge(read, "HTTP " + answer.status());
    boolean explained =
        read instanceof ReviewAnswer.Denied(Optional<String> error) && error.isPresent();
    Optional<Evidence> evidence =
        expect.rejects() && judged.kind() == Judged.Kind.MET
            ? Optional.of(explained ? Evidence.EXPLAINED : Evidence.STATUS)
            : Optional.empty();
    return new Reviewed(Optional.empty(), judged, false, evidence);
  }

  private static ReviewAnswer clusterAnswer(Answer answer) {
    JsonNode status = answer.body().path("status");
    if (!answer.good()) {
      return new ReviewAnswer.Faulted(answer.message());
    }
    if (!status.path("authenticated").asBoolean(false)) {
      return new ReviewAnswer.Denied(
          Optional.of(status.path("error").asString("")).filter(error -> !error.isBlank()));
    }
    JsonNode user = status.path("user");
    return new ReviewAnswer.Accepted(
        user.path("username").asString(""),
        user.path("groups").valueStream().map(JsonNode::asString).toList(),
        Optional.empty(),
        Map.of(),
        status.path("audiences").valueStream().map(JsonNode::asString).toList());
  }

  private Reviewed byWebhook(
      Step.Review step,
      Expectation expect,
      Presented credential,
      WebhookSubject webhook,
      String token)
      throws UnknownFactsException {
    List<String> audiences = audiences(step, webhook.endpoint().audiences());
    Target target = Target.of(webhook.endpoint());
    ProbeRequest request =
        new ReviewRequests(go::named, new Reviews(session).login(webhook))
            .of(
                step.form().repeated(step.times()),
                Reviews.review(token, step.version(), audiences),
                token,
                target);
    Exchange exchange = send(step, target, request);
    Judged judged = judge(step, expect, credential, exchange, audiences);
    boolean met = judged.kind() == Judged.Kind.MET;
    if (met && step.head().control()) {
      go.controlPassed(WEBHOOK);
    }
    boolean passing = Passing.is(exchange) && judged.kind() == Judged.Kind.UNKNOWN;
    return new Reviewed(
        Optional.of(exchange),
        judged,
        passing,
        expect.rejects() && met ? Optional.of(Evidence.OBSERVED) : Optional.empty());
  }

  /** As an API server does, where the review is one of its: over a connection that is kept. */
  private Exchange send(Step.Review step, Target target, ProbeRequest request) {
    if (step.form().within().isPresent()) {
      Duration patience = session.patient(step.form().within().get());
      return session.prober().send(target, request, patience);
    }
    return step.form().equals(Step.Form.USUAL) && !fresh && !go.fresh()
        ? session.prober().sendKept(target, request)
        : session.prober().send(target, request);
  }

  private Judged judge(
      Step.Review step,
      Expectation expect,
      Presented credential,
      Exchange exchange,
      List<String> audiences) {
    ReviewAnswer read = ReviewAnswer.read(exchange, Reviews.apiVersion(step.version()), audiences);
    ReviewJudge judge = new ReviewJudge(expect, credential, go::named);
    return switch (exchange.outcome()) {
      case Outcome.Failed failed -> failed(expect, failed, () -> judge.judge(read, ""));
      case Outcome.Answered answered -> {
        AnswerJudge plain = new AnswerJudge(go::named);
        List<Judged> parts = new ArrayList<>();
        parts.add(judge.judge(read, "HTTP " + answered.status()));
        expect.status().ifPresent(m -> parts.add(plain.status(m, answered, Passing.is(exchange))));
        parts.addAll(plain.body(expect.body(), answered));
        parts.addAll(plain.headers(expect.headers(), answered));
        noteAcceptance(step, read);
        yield Judged.all(parts);
      }
    };
  }

  private void noteAcceptance(Step.Review step, ReviewAnswer read) {
    boolean plainly = step.token().isEmpty() && step.form().equals(Step.Form.USUAL);
    if (read instanceof ReviewAnswer.Accepted && step.as().equals("valid") && plainly) {
      session.accepted("valid");
    }
  }

  /** Whether a review was left without the answer in good form that was due to it. */
  static boolean due(Step step, Go go, Judged judged) {
    return step instanceof Step.Review
        && !step.head().control()
        && judged.kind() == Judged.Kind.UNKNOWN
        && go.controlPassedAt(WEBHOOK)
        && !step.head().expect().answer().isEmpty()
        && !step.head().expect().answer().contains(ReviewWord.FAULTED);
  }

  /** What it means that no answer came; an outage is judged as such. */
  static Judged failed(Expectation expect, Outcome.Failed failed, Supplier<Judged> outage) {
    if (expect.answer().contains(ReviewWord.UNANSWERED) && UNANSWERED.contains(failed.kind())) {
      return Judged.met("anything but accepted", "no answer: " + failed.words());
    }
    // Nothing can be read off what did not come: that is not an answer with other contents.
    return OUTAGES.contains(failed.kind()) && !expect.answer().isEmpty()
        ? outage.get()
        : Judged.unknown("an answer", failed.words());
  }
}
