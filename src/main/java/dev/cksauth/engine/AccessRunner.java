package dev.cksauth.engine;

import dev.cksauth.catalogue.Expectation;
import dev.cksauth.catalogue.Expectation.ReviewWord;
import dev.cksauth.catalogue.Step;
import dev.cksauth.engine.ReviewRunner.Reviewed;
import dev.cksauth.probe.AccessAnswer;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Target;
import dev.cksauth.result.Evidence;
import dev.cksauth.subject.Decision;
import dev.cksauth.subject.WebhookSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Has the webhook under test decide on accesses, and judges what it says. */
final class AccessRunner {

  private final Session session;
  private final UnaryOperator<String> names;

  AccessRunner(Session session, UnaryOperator<String> names) {
    this.session = session;
    this.names = names;
  }

  Reviewed run(Step.Access step, Expectation expect)
      throws NotTestedException, UnknownFactsException {
    if (!(session.subject() instanceof WebhookSubject webhook)) {
      throw new NotTestedException("access reviews are for webhooks");
    }
    Decision access = decision(webhook, step.decision());
    Exchange exchange = send(webhook, access, step.version(), step.form());
    AccessAnswer answer = AccessAnswer.read(exchange, AccessReviews.apiVersion(step.version()));
    Judged judged = judge(expect, exchange, answer);
    boolean met = judged.kind() == Judged.Kind.MET;
    if (met && word(answer) == ReviewWord.ALLOWED && step.decision().equals("allowed")) {
      session.accepted("allowed");
    }
    return new Reviewed(
        Optional.of(exchange),
        judged,
        Passing.is(exchange) && judged.kind() == Judged.Kind.UNKNOWN,
        expect.rejects() && met ? Optional.of(Evidence.OBSERVED) : Optional.empty());
  }

  private static Decision decision(WebhookSubject webhook, String word) throws NotTestedException {
    if (word.equals(AccessReviews.UNLISTED_WORD)) {
      return AccessReviews.UNLISTED;
    }
    return webhook.decisions().stream()
        .filter(each -> each.expect().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new NotTestedException(
                "no decision that is to be `" + word + "` is given in the subject's file"));
  }

  /** Sends an access for review. */
  Exchange send(WebhookSubject webhook, Decision access, String version, Step.Form form)
      throws UnknownFactsException {
    Target target = Target.of(webhook.endpoint());
    ProbeRequest request =
        new ReviewRequests(names, new Reviews(session).login(webhook))
            .of(form, AccessReviews.review(access, version), "", target);
    return form.within().isPresent()
        ? session.prober().send(target, request, session.patient(form.within().get()))
        : session.prober().send(target, request);
  }

  private Judged judge(Expectation expect, Exchange exchange, AccessAnswer answer) {
    if (exchange.outcome() instanceof Outcome.Failed failed) {
      return ReviewRunner.failed(expect, failed, () -> answer(expect, answer, ""));
    }
    Outcome.Answered answered = (Outcome.Answered) exchange.outcome();
    AnswerJudge plain = new AnswerJudge(names);
    List<Judged> parts = new ArrayList<>();
    parts.add(answer(expect, answer, "HTTP " + answered.status() + ", "));
    expect.status().ifPresent(m -> parts.add(plain.status(m, answered, Passing.is(exchange))));
    parts.addAll(plain.body(expect.body(), answered));
    parts.addAll(plain.headers(expect.headers(), answered));
    return Judged.all(parts);
  }

  private static Judged answer(Expectation expect, AccessAnswer answer, String status) {
    String actual = status + words(answer);
    return expect.answer().isEmpty()
        ? Judged.met("an answer", actual)
        : Judged.of(
            expect.answer().contains(word(answer)),
            ReviewJudge.expected(expect.answer(), ReviewWord.ALLOWED),
            actual);
  }

  private static ReviewWord word(AccessAnswer answer) {
    return switch (answer) {
      case AccessAnswer.Allowed() -> ReviewWord.ALLOWED;
      case AccessAnswer.Denied(boolean ignored) -> ReviewWord.DENIED;
      case AccessAnswer.NoOpinion() -> ReviewWord.NO_OPINION;
      case AccessAnswer.Faulted(String ignored) -> ReviewWord.FAULTED;
    };
  }

  private static String words(AccessAnswer answer) {
    return switch (answer) {
      case AccessAnswer.Allowed() -> "allowed";
      case AccessAnswer.Denied(boolean both) -> both ? "denied, and allowed too" : "denied";
      case AccessAnswer.NoOpinion() -> "no opinion";
      case AccessAnswer.Faulted(String why) -> "faulted: " + why;
    };
  }
}
