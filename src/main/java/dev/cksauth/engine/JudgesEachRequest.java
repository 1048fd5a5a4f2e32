package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.RawConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a connection's first request was let in for is lent to none that follows on it. */
final class JudgesEachRequest implements Check {

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    KnownSender sender = KnownSender.of(go, with);
    List<Judged> parts = new ArrayList<>();
    Optional<Exchange> last = Optional.empty();
    for (String word : List.of(Names.NONE, Names.UNKNOWN)) {
      Exchange second = second(sender, go.credentials().get(word));
      parts.add(judge(word, second));
      last = Optional.of(second);
      if (parts.getLast().kind() != Judged.Kind.MET) {
        break;
      }
    }
    return new Finding(Judged.all(parts), last);
  }

  /** What is answered to another sender on the connection of one who was let in. */
  private static Exchange second(KnownSender sender, Presented other) throws UnknownFactsException {
    try (RawConnection connection =
        sender.go().session().prober().connect(sender.target(), sender.presented().certificate())) {
      Exchange first = connection.exchange(sender.review(sender.presented()));
      IdentityAnswer answer = IdentityAnswer.read(first);
      if (!sender.isOwn(answer)) {
        throw new UnknownFactsException(
            "the first request of the connection: " + IdentityJudge.words(answer),
            Passing.is(first));
      }
      return connection.exchange(sender.review(other));
    }
  }

  private static Judged judge(String word, Exchange exchange) throws UnknownFactsException {
    String request =
        word.equals(Names.NONE)
            ? "a request without a credential"
            : "a request with a token that nobody issued";
    String expected = request + " on the connection of one that was let in names nobody";
    if (exchange.outcome() instanceof Outcome.Failed failed) {
      return failed.kind() == Failure.RESET
          ? Judged.met(expected, "the connection was closed before it")
          : Judged.unknown(expected, failed.words());
    }
    IdentityAnswer answer = IdentityAnswer.read(exchange);
    String actual = request + ": " + IdentityJudge.words(answer);
    return switch (answer) {
      case IdentityAnswer.Refused ignored -> Judged.met(expected, actual);
      // Whether nobody is served here is for another scenario: nothing was lent.
      case IdentityAnswer.Anonymous ignored -> Judged.met(expected, actual);
      case IdentityAnswer.Named ignored -> Judged.unmet(expected, actual);
      case IdentityAnswer.LetIn ignored -> Judged.unmet(expected, actual);
      case IdentityAnswer.Undetermined open -> {
        if (Passing.is(exchange)) {
          throw new UnknownFactsException(actual, true);
        }
        yield open.forbiddenNamingNobody()
            ? Judged.met(expected, actual)
            : Judged.unknown(expected, actual);
      }
    };
  }
}
