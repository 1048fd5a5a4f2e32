package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.RawConnection;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Many reviews at one time are each answered for its own token (contract B-14). An API server does
 * not limit them.
 */
final class ManyAtOnce implements Check {

  private static final int MANY = 100;

  /**
   * A few may meet a full queue on a busy machine: they are tried again by an API server's users.
   */
  private static final int UNANSWERED = 10;

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    String token = caller.token(with);
    Exchange first = caller.review(token);
    String user = ReviewJudge.words(caller.accepted(first));
    List<Exchange> all =
        AtOnce.run(MANY, i -> List.of(one(caller, i % 2 == 0 ? token : caller.stranger())));
    // One that found no place says nothing of those that come after it.
    go.session().prober().forget(caller.target());
    List<String> wrong = new ArrayList<>();
    Exchange shown = first;
    int unanswered = 0;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).outcome() instanceof Outcome.Failed) {
        unanswered++;
      } else {
        String words = ReviewJudge.words(caller.read(all.get(i)));
        boolean right = i % 2 == 0 ? words.equals(user) : !words.startsWith("accepted");
        if (!right) {
          shown = all.get(i);
          wrong.add((i % 2 == 0 ? "a known token: " : "an unknown token: ") + words);
        }
      }
    }
    String actual =
        wrong.isEmpty()
            ? "%d of %d were answered, all rightly".formatted(MANY - unanswered, MANY)
            : wrong.size() + " wrong answers, such as " + wrong.getFirst();
    return WebhookCaller.finding(
        Judged.of(
            wrong.isEmpty() && unanswered <= UNANSWERED,
            "%d reviews at once are answered, each for its own token".formatted(MANY),
            actual),
        shown);
  }

  /**
   * One that was turned away before it could say anything tries once more: of a short queue an API
   * server's own system would hide as much.
   */
  private static Exchange one(WebhookCaller caller, String token) {
    ProbeRequest review = caller.text(token);
    try (RawConnection own = caller.connection()) {
      own.send(review);
      if (!own.isBroken()) {
        return own.answer();
      }
    }
    try (RawConnection again = caller.connection()) {
      return again.exchange(review);
    }
  }
}
