package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.RawConnection;
import dev.cksauth.probe.RawText;
import dev.cksauth.probe.ReviewAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** While others hold connections with half a request on them, or none, reviews are answered. */
final class HalfSent implements Check {

  private static final int CONNECTIONS = 20;
  private static final Duration PROMPT = Duration.ofSeconds(10);

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    String token = caller.token(with);
    caller.accepted(caller.send(caller.plain(token)));
    String part = part(caller, with.path("sent").asString(""));
    List<RawConnection> held = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        RawConnection connection = caller.connection();
        held.add(connection);
        connection.send(ProbeRequest.raw(new RawText(part)));
        if (connection.isBroken()) {
          // Who takes no more of them is asked at once: later, the first may have been let go.
          break;
        }
      }
      Exchange exchange =
          go.session()
              .prober()
              .send(caller.target(), caller.plain(token), go.session().patient(PROMPT));
      ReviewAnswer read = caller.read(exchange);
      return WebhookCaller.finding(
          Judged.of(
              read instanceof ReviewAnswer.Accepted,
              "accepted within 10 s while %d others wait".formatted(CONNECTIONS),
              ReviewJudge.words(read)),
          exchange);
    } finally {
      held.forEach(RawConnection::close);
    }
  }

  /** How much of a review the others have sent: of it the last letters, or all but the first. */
  private static String part(WebhookCaller caller, String sent) {
    String whole = caller.text(caller.stranger()).raw().orElseThrow().text();
    int head = whole.indexOf("\r\n\r\n") + 4;
    return switch (sent) {
      case "half-a-head" -> whole.substring(0, head / 2);
      case "half-a-body" -> whole.substring(0, head + (whole.length() - head) / 2);
      default -> "";
    };
  }
}
