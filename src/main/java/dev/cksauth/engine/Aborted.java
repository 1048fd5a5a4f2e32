package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.RawConnection;
import dev.cksauth.probe.ReviewAnswer;
import tools.jackson.databind.JsonNode;

/** Clients that go before they are answered harm nobody else (contract A-47). */
final class Aborted implements Check {

  private static final int CLIENTS = 20;

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    String token = caller.token(with);
    caller.accepted(caller.send(caller.plain(token)));
    for (int i = 0; i < CLIENTS; i++) {
      try (RawConnection connection = caller.connection()) {
        connection.send(caller.text(i % 2 == 0 ? token : caller.stranger()));
      }
    }
    Exchange exchange = caller.send(caller.plain(token));
    ReviewAnswer read = caller.read(exchange);
    return WebhookCaller.finding(
        Judged.of(
            read instanceof ReviewAnswer.Accepted,
            "accepted after %d clients went before they were answered".formatted(CLIENTS),
            ReviewJudge.words(read)),
        exchange);
  }
}
