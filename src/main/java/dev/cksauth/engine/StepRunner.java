package dev.cksauth.engine;

import dev.cksauth.catalogue.Expectation;
import dev.cksauth.catalogue.Expectation.ReviewWord;
import dev.cksauth.catalogue.Step;
import dev.cksauth.engine.ClusterApi.Answer;
import dev.cksauth.engine.RequestRunner.Sent;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ReviewAnswer;
import dev.cksauth.result.Evidence;
import dev.cksauth.result.StepResult;
import dev.cksauth.result.StepVerdict;
import dev.cksauth.subject.ActionName;
import dev.cksauth.subject.SecretValue;
import dev.cksauth.subject.WebhookSubject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Runs one step after another of one go. */
final class StepRunner {

  /** How many good answers in a row show that an awaited change is there (replicas, caches). */
  private static final int SUCCESSES = 3;

  private final Go go;
  private final Session session;
  private final RequestRunner requests;

  StepRunner(Go go) {
    this.go = go;
    this.session = go.session();
    this.requests = new RequestRunner(go);
  }

  Done run(Step step) throws NotTestedException, UnknownFactsException {
    return switch (step) {
      case Step.Request request -> request(request);
      case Step.Review review -> review(review);
      case Step.Issue issue -> issue(issue);
      case Step.Forge forge -> forge(forge);
      case Step.Act act -> act(act);
      case Step.Await await -> await(await);
      case Step.Check check -> check(check);
      case Step.Configure configure ->
          throw new UnknownFactsException("this version changes no cluster through the CKS API");
      case Step.Observe observe -> throw new UnknownFactsException("this version asks no observer");
    };
  }

  private Done request(Step.Request step) throws NotTestedException, UnknownFactsException {
    Sent sent = requests.run(step, step.head().expect());
    if (step.head().control() && sent.judged().kind() == Judged.Kind.MET) {
      go.controlPassed(step.endpoint());
    }
    if (sent.judged().kind() == Judged.Kind.MET) {
      save(step.head(), sent.exchange());
    }
    return done(step, sent);
  }

  private Done done(Step step, Sent sent) throws NotTestedException, UnknownFactsException {
    Judged judged = sent.judged();
    Optional<Evidence> evidence = Optional.empty();
    if (step.head().expect().rejects() && judged.kind() == Judged.Kind.MET) {
      Optional<String> explanation = explanation(step, sent.exchange());
      evidence = Optional.of(explanation.isPresent() ? Evidence.EXPLAINED : Evidence.STATUS);
      if (explanation.isPresent()) {
        judged =
            Judged.met(
                judged.expected(),
                judged.actual() + "; the cluster explains: " + explanation.get());
      }
    }
    return new Done(result(step, judged, sent.exchange()), judged, sent.passing(), evidence);
  }

  /** Only the endpoints that the API server itself serves share its authenticators. */
  private Optional<String> explanation(Step step, Exchange exchange)
      throws NotTestedException, UnknownFactsException {
    String endpoint = "";
    String as = "";
    if (step instanceof Step.Request request) {
      endpoint = request.endpoint();
      as = request.as();
    } else if (step instanceof Step.Await await) {
      endpoint = await.request().endpoint();
      as = await.request().as();
    }
    boolean refused = IdentityAnswer.read(exchange) instanceof IdentityAnswer.Refused;
    return endpoint.equals("unmanaged") && refused
        ? new Reviews(session).explanation(go.credentials().get(as))
        : Optional.empty();
  }

  private Done await(Step.Await step) throws NotTestedException, UnknownFactsException {
    Expectation expect = step.head().expect();
    int[] inARow = {0};
    Sent last =
        Waiting.until(
            session.patient(step.within()),
            () -> {
              session.endpoint(step.request().endpoint()).ifPresent(session.prober()::forget);
              return requests.run(step.request(), expect);
            },
            sent -> {
              inARow[0] = sent.judged().kind() == Judged.Kind.MET ? inARow[0] + 1 : 0;
              return inARow[0] >= SUCCESSES;
            });
    if (inARow[0] > 0 && inARow[0] < SUCCESSES) {
      throw new UnknownFactsException(
          "not settled within %d s: the last answers differ".formatted(step.within().toSeconds()));
    }
    return done(step, last);
  }

  private Done issue(Step.Issue step) throws NotTestedException, UnknownFactsException {
    go.credentials()
        .issue(
            new Step.Issue(
                step.head(),
                step.name(),
                step.kind(),
                step.audiences().stream().map(go::named).toList(),
                step.seconds(),
                step.bound(),
                step.of()));
    return plain(step, "a new " + step.kind() + " token", "made");
  }

  private Done forge(Step.Forge step) throws NotTestedException, UnknownFactsException {
    go.credentials().forge(step.name(), step.mutation(), step.from());
    return plain(step, "a token with " + step.mutation().replace('-', ' '), "made");
  }

  private Done act(Step.Act step) throws NotTestedException, UnknownFactsException {
    Map<String, String> facts = new HashMap<>();
    if (step.credential().isPresent()) {
      Presented presented = go.credentials().get(step.credential().get());
      facts.put("name", presented.word());
      presented.token().ifPresent(token -> facts.put("token", token.reveal()));
      go.actedOn(step.credential().get());
    }
    if (step.deletes()) {
      delete(step);
      return plain(step, step.action().replace('-', ' '), "done");
    }
    ActionName name = ActionName.valueOf(step.action().toUpperCase(Locale.ROOT).replace('-', '_'));
    session.actions().perform(name, facts);
    return plain(step, "action " + step.action(), "done");
  }

  private void delete(Step.Act step) throws NotTestedException, UnknownFactsException {
    ServiceAccounts accounts =
        session
            .workspace()
            .orElseThrow(() -> new NotTestedException("no administrator is given to delete it"))
            .serviceAccounts();
    ServiceAccounts.Token token = go.credentials().made(step.credential().orElse(""));
    if (step.action().equals(Step.DELETE_ACCOUNT)) {
      accounts.deleteAccount(token);
    } else {
      accounts.deleteBound(token);
    }
  }

  private Done check(Step.Check step) throws NotTestedException, UnknownFactsException {
    Check check = Checks.named(step.name());
    Check.Finding finding = check.look(go, step.with());
    Judged judged = finding.judged();
    Optional<Evidence> evidence =
        step.head().expect().rejects() && judged.kind() == Judged.Kind.MET
            ? Optional.of(Evidence.STATUS)
            : Optional.empty();
    return new Done(result(step, judged, finding.exchange().orElse(null)), judged, false, evidence);
  }

  private Done review(Step.Review step) throws NotTestedException, UnknownFactsException {
    Presented credential = go.credentials().get(step.as());
    requests.requireSpendable(credential, "reviews");
    Optional<SecretValue> presented = credential.token();
    String token =
        step.token().map(go::named).orElseGet(() -> presented.map(SecretValue::reveal).orElse(""));
    if (session.subject() instanceof WebhookSubject webhook) {
      return webhookReview(step, webhook, token);
    }
    ClusterApi api =
        session
            .api()
            .orElseThrow(() -> new NotTestedException("no administrator is given for reviews"));
    Answer answer =
        new Reviews(session).byCluster(api, token, step.version(), audiences(step, List.of()));
    ReviewAnswer read = clusterAnswer(answer);
    Judged judged = judge(step.head().expect(), read, "HTTP " + answer.status());
    Optional<Evidence> evidence =
        step.head().expect().rejects() && judged.kind() == Judged.Kind.MET
            ? Optional.of(
                read instanceof ReviewAnswer.Denied(Optional<String> error) && error.isPresent()
                    ? Evidence.EXPLAINED
                    : Evidence.STATUS)
            : Optional.empty();
    return new Done(result(step, judged, null), judged, false, evidence);
  }

  private List<String> audiences(Step.Review step, List<String> otherwise) {
    return step.audiences().map(all -> all.stream().map(go::named).toList()).orElse(otherwise);
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

  private Done webhookReview(Step.Review step, WebhookSubject webhook, String token)
      throws NotTestedException, UnknownFactsException {
    List<String> audiences = audiences(step, webhook.endpoint().audiences());
    Exchange exchange = new Reviews(session).toWebhook(webhook, token, step.version(), audiences);
    Expectation expect = step.head().expect();
    List<Judged> parts = new ArrayList<>();
    switch (exchange.outcome()) {
      case Outcome.Failed failed -> parts.add(Judged.unknown("an answer", failed.words()));
      case Outcome.Answered answered -> {
        AnswerJudge plain = new AnswerJudge(go::named);
        ReviewAnswer read =
            ReviewAnswer.read(exchange, Reviews.apiVersion(step.version()), audiences);
        parts.add(judge(expect, read, "HTTP " + answered.status()));
        expect.status().ifPresent(m -> parts.add(plain.status(m, answered, Passing.is(exchange))));
        parts.addAll(plain.body(expect.body(), answered));
        parts.addAll(plain.headers(expect.headers(), answered));
        if (read instanceof ReviewAnswer.Accepted && step.as().equals("valid")) {
          session.accepted("valid");
        }
      }
    }
    Judged judged = Judged.all(parts);
    if (judged.kind() == Judged.Kind.MET) {
      save(step.head(), exchange);
    }
    Optional<Evidence> evidence =
        expect.rejects() && judged.kind() == Judged.Kind.MET
            ? Optional.of(Evidence.OBSERVED)
            : Optional.empty();
    return new Done(result(step, judged, exchange), judged, Passing.is(exchange), evidence);
  }

  private Judged judge(Expectation expect, ReviewAnswer answer, String status) {
    ReviewWord word =
        switch (answer) {
          case ReviewAnswer.Accepted ignored -> ReviewWord.ACCEPTED;
          case ReviewAnswer.Denied ignored -> ReviewWord.DENIED;
          case ReviewAnswer.Faulted ignored -> ReviewWord.FAULTED;
        };
    String actual = status + ", " + words(answer);
    List<Judged> parts = new ArrayList<>();
    if (!expect.answer().isEmpty()) {
      // A user of system:anonymous counts as not accepted.
      boolean nobody =
          answer instanceof ReviewAnswer.Accepted accepted
              && accepted.username().equals(IdentityAnswer.ANONYMOUS);
      boolean holds =
          nobody ? !expect.answer().contains(ReviewWord.ACCEPTED) : expect.answer().contains(word);
      parts.add(Judged.of(holds, expected(expect), actual));
    }
    @Nullable String username =
        answer instanceof ReviewAnswer.Accepted accepted ? accepted.username() : null;
    expect
        .username()
        .ifPresent(matcher ->
            parts.add(
                Judged.of(
                    matcher.accepts(username, go::named),
                    "user " + matcher.words(go::named),
                    actual)));
    return parts.isEmpty() ? Judged.met("an answer", actual) : Judged.all(parts);
  }

  private static String expected(Expectation expect) {
    return expect.answer().stream()
        .map(word -> word.name().toLowerCase(Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(" or "));
  }

  private static String words(ReviewAnswer answer) {
    return switch (answer) {
      case ReviewAnswer.Accepted accepted -> "accepted as user " + accepted.username();
      case ReviewAnswer.Denied(Optional<String> error) ->
          "denied" + error.map(text -> ": " + text).orElse("");
      case ReviewAnswer.Faulted(String why) -> "faulted: " + why;
    };
  }

  private void save(Step.Head head, Exchange exchange) throws UnknownFactsException {
    if (head.save().isEmpty() || !(exchange.outcome() instanceof Outcome.Answered answered)) {
      return;
    }
    JsonNode body = new AnswerJudge(go::named).parsed(answered);
    for (Map.Entry<String, String> entry : head.save().entrySet()) {
      JsonNode value = body.at(entry.getValue());
      if (!value.isValueNode()) {
        throw new UnknownFactsException("the answer has nothing at " + entry.getValue());
      }
      go.save(entry.getKey(), value.asString());
    }
  }

  private Done plain(Step step, String expected, String actual) {
    Judged judged = Judged.met(expected, actual);
    return new Done(result(step, judged, null), judged, false, Optional.empty());
  }

  StepResult result(Step step, Judged judged, @Nullable Exchange exchange) {
    StepVerdict verdict =
        switch (judged.kind()) {
          case MET -> StepVerdict.PASSED;
          case UNMET -> StepVerdict.FAILED;
          case UNKNOWN -> StepVerdict.ERROR;
        };
    return new StepResult(
        Titles.of(step, go),
        step.head().control(),
        verdict,
        session.redactor().redact(judged.expected()),
        session.redactor().redact(judged.actual()),
        exchange == null ? null : exchange.record(session.redactor()));
  }
}
