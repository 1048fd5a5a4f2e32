package dev.cksauth.engine;

import dev.cksauth.catalogue.Step;
import dev.cksauth.engine.RequestRunner.Sent;
import dev.cksauth.engine.ReviewRunner.Reviewed;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.Target;
import dev.cksauth.result.Evidence;
import dev.cksauth.result.StepResult;
import dev.cksauth.result.StepVerdict;
import dev.cksauth.subject.ActionName;
import dev.cksauth.subject.WebhookPart;
import dev.cksauth.subject.WebhookSubject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Runs one step after another of one go. */
final class StepRunner {

  /** How many good answers in a row show that an awaited change is there (replicas, caches). */
  private static final int SUCCESSES = 3;

  /** How long an API server keeps what it accepted, whoever said so (contract A-62). */
  private static final Duration CACHED_ACCEPTANCE = Duration.ofSeconds(10);

  /** What three answers in a row, and a busy machine, may take. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final Go go;
  private final Session session;
  private final RequestRunner requests;
  private final ReviewRunner reviews;
  private final AccessRunner accesses;

  StepRunner(Go go) {
    this.go = go;
    this.session = go.session();
    this.requests = new RequestRunner(go);
    this.reviews = new ReviewRunner(go, requests);
    this.accesses = new AccessRunner(session, go::named);
  }

  Done run(Step step) throws NotTestedException, UnknownFactsException {
    return switch (step) {
      case Step.Request request -> request(request);
      case Step.Review review -> review(review);
      case Step.Access access -> access(access);
      case Step.Issue issue -> issue(issue);
      case Step.Make make -> make(make);
      case Step.Forge forge -> forge(forge);
      case Step.Sign sign -> sign(sign);
      case Step.LogIn login -> logIn(login);
      case Step.Act act -> act(act);
      case Step.Await await -> await(await);
      case Step.Check check -> check(check);
      case Step.Configure configure -> new ConfigureRunner(go).run(configure, this);
      case Step.Observe observe -> observe(observe);
    };
  }

  private Done observe(Step.Observe step) throws NotTestedException, UnknownFactsException {
    Judged judged = new ObserveRunner(go).run(step);
    Optional<Evidence> evidence =
        judged.kind() == Judged.Kind.MET ? Optional.of(Evidence.OBSERVED) : Optional.empty();
    return new Done(result(step, judged, null), judged, false, evidence);
  }

  private Done request(Step.Request step) throws NotTestedException, UnknownFactsException {
    Sent sent = requests.run(step, step.head().expect());
    Clocks.require(sent.exchange(), go.margin());
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
      Optional<Done> elsewhere = elsewhere(step, sent, explanation);
      if (elsewhere.isPresent()) {
        return elsewhere.get();
      }
      // What the webhook was asked is told by the steps that observe it.
      evidence =
          go.watching()
              ? Optional.empty()
              : Optional.of(explanation.isPresent() ? Evidence.EXPLAINED : Evidence.STATUS);
      if (explanation.isPresent()) {
        judged =
            Judged.met(
                judged.expected(), judged.actual() + "; " + Refuser.words(explanation.get()));
      }
    }
    StepResult result =
        result(step, judged, sent.exchange()).with(Attempts.of(step, sent.exchange()).orElse(null));
    return new Done(result, judged, sent.passing(), evidence);
  }

  /** A refusal for another reason than the scenario's proves nothing. */
  private Optional<Done> elsewhere(Step step, Sent sent, Optional<String> explanation) {
    if (step.head().expect().refusedBy().isEmpty()
        || explanation.isEmpty()
        || Refuser.isOidc(explanation.get())) {
      return Optional.empty();
    }
    Judged unknown =
        Judged.unknown(
            "refused by the OIDC authenticator",
            "refused, and " + Refuser.words(explanation.get()) + "; the token did not reach it");
    return Optional.of(
        new Done(result(step, unknown, sent.exchange()), unknown, false, Optional.empty()));
  }

  /** Only the endpoints that the API server itself serves share its authenticators. */
  private Optional<String> explanation(Step step, Exchange exchange)
      throws NotTestedException, UnknownFactsException {
    Step attempt = step instanceof Step.Await await ? await.attempt() : step;
    if (!(attempt instanceof Step.Request request)
        || !request.endpoint().equals("unmanaged")
        || go.watching()) {
      // To ask why is one more call of the webhook, which would count.
      return Optional.empty();
    }
    boolean refused = IdentityAnswer.read(exchange) instanceof IdentityAnswer.Refused;
    return refused
        ? new Reviews(session).explanation(go.credentials().get(request.as()))
        : Optional.empty();
  }

  private Done await(Step.Await step) throws NotTestedException, UnknownFactsException {
    int[] inARow = {0};
    Duration within = within(step);
    long begin = System.nanoTime();
    long[] good = {0};
    Done last =
        Waiting.until(
            session.patient(within),
            () -> {
              long look = System.nanoTime();
              Done done = looked(step, inARow);
              good[0] = inARow[0] == 1 ? look : good[0];
              return done;
            },
            done -> inARow[0] >= SUCCESSES);
    if (inARow[0] > 0 && inARow[0] < SUCCESSES) {
      throw new UnknownFactsException(
          "not settled within %d s: the last answers differ".formatted(within.toSeconds()));
    }
    return !(step.attempt() instanceof Step.Request) && go.controlPassedAt(ReviewRunner.WEBHOOK)
        ? silenced(step, last)
        : timed(last, Duration.ofNanos(Math.max(0, good[0] - begin)));
  }

  private Duration within(Step.Await step) throws NotTestedException {
    return step.within().equals(Step.CACHES)
        ? Given.webhook(session.subject(), go.watchedWebhook())
            .flatMap(WebhookPart::cacheTtl)
            .map(ttl -> ttl.plus(CACHED_ACCEPTANCE).plus(MARGIN))
            .orElseThrow(
                () -> new NotTestedException("the subject's file gives no cacheTtl of the webhook"))
        : step.within();
  }

  /** What was awaited for longer than a moment says for how long: nobody can tell otherwise. */
  private static Done timed(Done last, Duration after) {
    StepResult result = last.result();
    if (last.judged().kind() != Judged.Kind.MET || after.toMillis() < 1000) {
      return last;
    }
    String actual =
        String.format(Locale.ROOT, "%s; after %.1f s", result.actual(), after.toMillis() / 1000.0);
    return new Done(
        new StepResult(
            result.title(),
            result.control(),
            result.verdict(),
            result.expected(),
            actual,
            result.exchange()),
        last.judged(),
        last.passing(),
        last.evidence());
  }

  /** One look; at a webhook, which has no replicas' caches to settle, all those that are good. */
  private Done looked(Step.Await step, int[] inARow)
      throws NotTestedException, UnknownFactsException {
    while (true) {
      Done done = attempt(step);
      boolean met = done.judged().kind() == Judged.Kind.MET;
      inARow[0] = met ? inARow[0] + 1 : 0;
      if (!met || inARow[0] >= SUCCESSES || step.attempt() instanceof Step.Request) {
        return done;
      }
    }
  }

  private Done attempt(Step.Await step) throws NotTestedException, UnknownFactsException {
    return switch (step.attempt()) {
      case Step.Request request -> {
        session.endpoint(request.endpoint()).ifPresent(session.prober()::forget);
        yield done(step, requests.run(request, step.head().expect()));
      }
      case Step.Review review -> {
        forgetWebhook();
        yield reviewed(step, reviews.fresh().run(review, step.head().expect()));
      }
      case Step.Access access -> {
        forgetWebhook();
        yield reviewed(step, accesses.run(access, step.head().expect()));
      }
    };
  }

  private void forgetWebhook() {
    if (session.subject() instanceof WebhookSubject webhook) {
      session.prober().forget(Target.of(webhook.endpoint()));
    }
  }

  /** Who answered the control and answers nothing any more, however long one waits, has failed. */
  private Done silenced(Step.Await step, Done last) {
    if (last.judged().kind() != Judged.Kind.UNKNOWN) {
      return last;
    }
    Judged judged =
        Judged.unmet(
            "the webhook goes on answering",
            "no good answer within %d s: %s"
                .formatted(step.within().toSeconds(), last.judged().actual()));
    return new Done(result(step, judged, null), judged, false, Optional.empty());
  }

  private Done review(Step.Review step) throws NotTestedException, UnknownFactsException {
    Reviewed reviewed = reviews.run(step, step.head().expect());
    if (reviewed.judged().kind() == Judged.Kind.MET && reviewed.exchange().isPresent()) {
      save(step.head(), reviewed.exchange().get());
    }
    return reviewed(step, reviewed);
  }

  private Done access(Step.Access step) throws NotTestedException, UnknownFactsException {
    Reviewed reviewed = accesses.run(step, step.head().expect());
    if (step.head().control() && reviewed.judged().kind() == Judged.Kind.MET) {
      go.controlPassed(ReviewRunner.WEBHOOK);
    }
    return reviewed(step, reviewed);
  }

  private Done reviewed(Step step, Reviewed reviewed) {
    return new Done(
        result(step, reviewed.judged(), reviewed.exchange().orElse(null)),
        reviewed.judged(),
        reviewed.passing(),
        reviewed.evidence());
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

  private Done make(Step.Make step) {
    go.credentials().make(step.name(), step.form());
    return plain(step, "a token of the form " + step.form().replace('-', ' '), "made");
  }

  private Done forge(Step.Forge step) throws NotTestedException, UnknownFactsException {
    go.credentials().forge(step.name(), step.mutation(), step.from());
    return plain(step, "a token with " + step.mutation().replace('-', ' '), "made");
  }

  private Done sign(Step.Sign step) throws NotTestedException, UnknownFactsException {
    go.credentials().sign(step, go::named);
    Clocks.margin(step.claims()).ifPresent(go::bears);
    return plain(step, "a token of issuer " + go.named(step.issuer()), "made");
  }

  private Done logIn(Step.LogIn step) throws NotTestedException, UnknownFactsException {
    Judged judged = new LogInRunner(go).run(step);
    boolean refused = judged.kind() == Judged.Kind.MET && !LogInRunner.wanted(step);
    return new Done(
        result(step, judged, null),
        judged,
        false,
        refused ? Optional.of(Evidence.OBSERVED) : Optional.empty());
  }

  private Done act(Step.Act step) throws NotTestedException, UnknownFactsException {
    if (step.issuer().isPresent()) {
      new IssuerActs(go).perform(step);
      return plain(step, "action " + step.action(), "done");
    }
    if (step.webhook().isPresent()) {
      new WebhookActs(go).perform(step);
      return plain(step, "action " + step.action(), "done");
    }
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
    session.actions().perform(ActionName.of(step.action()), facts);
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
