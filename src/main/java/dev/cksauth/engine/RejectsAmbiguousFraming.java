package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.RawConnection;
import dev.cksauth.probe.RawText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What stands in the body of a request is never a request, neither to the endpoint nor to what is
 * behind it. That the ambiguous request is answered at all is no fault: some real servers do.
 */
final class RejectsAmbiguousFraming implements Check {

  /** As many as a pool of connections behind the endpoint may hand out in turn. */
  private static final int NEXT = 4;

  /** Some servers wait for more; that they do is no fault, and need not be waited for. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** Served to people who are let in, and to nobody else. */
  private static final String BEHIND = "/api";

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    KnownSender sender = KnownSender.of(go, with);
    String form = with.path("form").asString("");
    List<RawText> requests =
        new AmbiguousFraming(
                sender.head(),
                RequestRunner.SELF_SUBJECT_REVIEW,
                smuggled(go),
                sender.target().authority())
            .of(form);
    if (requests.isEmpty()) {
      throw new UnknownFactsException("there is no form `" + form + "` of ambiguous framing");
    }
    Optional<Finding> found = Optional.empty();
    for (RawText request : requests) {
      found = Optional.of(finding(sender, request));
      if (found.get().judged().kind() != Judged.Kind.MET) {
        break;
      }
    }
    return found.orElseThrow();
  }

  private static Finding finding(KnownSender sender, RawText request) throws UnknownFactsException {
    Duration patience = sender.go().session().patient(ANSWER);
    try (RawConnection connection =
        sender.go().session().prober().connect(sender.target(), sender.presented().certificate())) {
      connection.send(ProbeRequest.raw(request));
      Exchange exchange = connection.answer(text -> false, patience);
      IdentityAnswer answer = IdentityAnswer.read(exchange);
      String expected = "refused, or answered as the request of its own sender";
      if (answer instanceof IdentityAnswer.Named && !sender.isOwn(answer)) {
        return new Finding(
            Judged.unmet(expected, IdentityJudge.words(answer)), Optional.of(exchange));
      }
      if (exchange.outcome() instanceof Outcome.Answered) {
        Exchange next = next(connection, sender, patience);
        Judged judged = nextOnTheConnection(sender, next);
        if (judged.kind() != Judged.Kind.MET) {
          return new Finding(judged, Optional.of(next));
        }
      }
      return new Finding(nextOfOthers(sender), Optional.of(exchange));
    }
  }

  /** Ends the request in the body, should it be one, and sends one without a credential. */
  private static Exchange next(RawConnection connection, KnownSender sender, Duration patience) {
    connection.send(ProbeRequest.raw(new RawText("\r\n\r\n" + bare(sender, BEHIND))));
    return connection.answer(text -> false, patience);
  }

  private static String bare(KnownSender sender, String path) {
    return "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, sender.target().authority());
  }

  /** Where nobody asks on a connection of its own, that is the answer too. */
  private static boolean anybodysAnswer(KnownSender sender, int status) {
    return Stream.of(BEHIND, smuggled(sender.go()))
        .map(path -> ProbeRequest.raw(new RawText(bare(sender, path))))
        .map(request -> sender.go().session().prober().send(sender.target(), request).outcome())
        .anyMatch(outcome -> outcome instanceof Outcome.Answered plain && plain.status() == status);
  }

  private static String smuggled(Go go) {
    return "/cks-auth-smuggled-" + go.session().run();
  }

  /**
   * Neither the request in the body nor the one behind it has a credential. Only that one of them
   * was let in is a fault: a server may see two requests, and refuse the second.
   */
  private static Judged nextOnTheConnection(KnownSender sender, Exchange next) {
    String expected = "what follows on the connection, without a credential, is not let in";
    if (!(next.outcome() instanceof Outcome.Answered answered)) {
      return Judged.met(expected, "the connection was closed");
    }
    boolean letIn = answered.status() / 100 == 2 || answered.status() == 404;
    boolean named = IdentityAnswer.read(next) instanceof IdentityAnswer.Named;
    String actual = "HTTP " + answered.status();
    return (letIn || named) && !anybodysAnswer(sender, answered.status())
        ? Judged.unmet(expected, "what stands in the body was answered with " + actual)
        : Judged.met(expected, actual);
  }

  private static Judged nextOfOthers(KnownSender sender) throws UnknownFactsException {
    String expected = "each of the next %d requests names its own sender".formatted(NEXT);
    for (int at = 1; at <= NEXT; at++) {
      Exchange exchange = sender.ask();
      IdentityAnswer answer = IdentityAnswer.read(exchange);
      if (sender.isOwn(answer)) {
        continue;
      }
      String actual = "request %d of them: %s".formatted(at, IdentityJudge.words(answer));
      boolean late =
          exchange.outcome() instanceof Outcome.Failed failed && failed.kind() != Failure.RESET;
      if (Passing.is(exchange) || late) {
        throw new UnknownFactsException(actual, Passing.is(exchange));
      }
      return Judged.unmet(expected, actual);
    }
    return Judged.met(expected, "each names its own sender");
  }
}
