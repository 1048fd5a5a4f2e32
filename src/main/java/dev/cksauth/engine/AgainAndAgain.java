package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.ReviewAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The same token again and again, at once too, gives the same answer each time (contract B-13). */
final class AgainAndAgain implements Check {

  /** As often as an API server may send one token for one request (contract A-43). */
  private static final int TIMES = 55;

  private static final int AT_ONCE = 5;

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    String token = caller.token(with);
    List<Exchange> all = AtOnce.run(AT_ONCE, i -> several(caller, token));
    Set<String> answers = new TreeSet<>();
    Exchange last = all.getFirst();
    for (Exchange exchange : all) {
      WebhookCaller.answered(exchange);
      ReviewAnswer read = caller.read(exchange);
      last = answers.add(ReviewJudge.words(read)) ? exchange : last;
    }
    return WebhookCaller.finding(
        Judged.of(
            answers.size() == 1, "the same answer " + TIMES + " times", String.join("; ", answers)),
        last);
  }

  private static List<Exchange> several(WebhookCaller caller, String token) {
    List<Exchange> all = new ArrayList<>();
    try (KeptConnection connection = new KeptConnection(caller)) {
      for (int i = 0; i < TIMES / AT_ONCE; i++) {
        all.add(connection.review(token));
      }
    }
    return all;
  }
}
