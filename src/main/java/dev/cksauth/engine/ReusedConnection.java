package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.RawConnection;
import dev.cksauth.probe.ReviewAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reviews that follow one another on one connection, as an API server sends them, are each answered
 * for its own token (contract A-06).
 */
final class ReusedConnection implements Check {

  /** How the reviews follow one another. */
  enum Order {
    /** Each is sent when the one before it was answered. */
    ONE_BY_ONE,
    /** Both are sent before the first is answered. */
    PIPELINED
  }

  private static final int ROUNDS = 3;

  private static final Duration SECOND = Duration.ofSeconds(5);
  private static final Set<Failure> LEFT_OUT = Set.of(Failure.RESET, Failure.TIMEOUT);

  private final Order order;

  ReusedConnection(Order order) {
    this.order = order;
  }

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    String token = caller.token(with);
    Exchange first = caller.review(token);
    String user = ReviewJudge.words(caller.accepted(first));
    return switch (order) {
      case ONE_BY_ONE -> oneByOne(caller, token, user);
      case PIPELINED -> pipelined(go, caller, token, user);
    };
  }

  private static Finding oneByOne(WebhookCaller caller, String token, String user)
      throws UnknownFactsException {
    List<Judged> parts = new ArrayList<>();
    Exchange last;
    try (KeptConnection connection = new KeptConnection(caller)) {
      last = connection.review(token);
      for (int i = 0; i < ROUNDS; i++) {
        last = connection.review(caller.stranger());
        parts.add(stranger(caller, last));
        last = connection.review(token);
        parts.add(known(caller, last, user));
      }
    }
    return WebhookCaller.finding(Judged.all(parts), last);
  }

  /**
   * Who takes one request of a connection at a time may close it, or leave the second unanswered:
   * API servers send none before the first is answered.
   */
  private static Finding pipelined(Go go, WebhookCaller caller, String token, String user)
      throws UnknownFactsException {
    try (RawConnection connection = caller.connection()) {
      connection.send(caller.text(caller.stranger()));
      connection.send(caller.text(token));
      Exchange first = connection.answer();
      List<Judged> parts = new ArrayList<>();
      parts.add(stranger(caller, first));
      Exchange second = connection.answer(text -> false, go.session().patient(SECOND));
      if (!(second.outcome() instanceof Outcome.Failed failed
          && LEFT_OUT.contains(failed.kind()))) {
        parts.add(known(caller, second, user));
      }
      return WebhookCaller.finding(Judged.all(parts), second);
    }
  }

  private static Judged stranger(WebhookCaller caller, Exchange exchange)
      throws UnknownFactsException {
    WebhookCaller.answered(exchange);
    ReviewAnswer read = caller.read(exchange);
    return Judged.of(
        !(read instanceof ReviewAnswer.Accepted),
        "an unknown token is not accepted",
        "an unknown token: " + ReviewJudge.words(read));
  }

  private static Judged known(WebhookCaller caller, Exchange exchange, String user)
      throws UnknownFactsException {
    WebhookCaller.answered(exchange);
    String words = ReviewJudge.words(caller.read(exchange));
    return Judged.of(words.equals(user), "a known token is " + user, "a known token: " + words);
  }
}
