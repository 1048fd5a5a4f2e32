package dev.cksauth.engine;

import dev.cksauth.credential.TokenForm;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.TokenTraces;
import dev.cksauth.subject.SecretValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the webhook writes into its log while tokens are reviewed shows none of them. */
final class LogHoldsNoToken implements Check {

  /** A log is written at once, or with a little patience; others may go on writing to it. */
  private static final Duration WRITTEN = Duration.ofSeconds(2);

  /** Tokens of these kinds are looked for as well, where some are given. */
  private static final List<String> ONCE_GOOD = List.of("expired", "revoked");

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    WebhookLog log = WebhookLog.of(go.session());
    List<String> tokens = tokens(caller, with);
    WebhookLog.Position from = log.end();
    Exchange first = caller.review(tokens.getFirst());
    caller.accepted(first);
    for (String token : tokens.subList(1, tokens.size())) {
      WebhookCaller.answered(caller.review(token));
    }
    caller.send(
        caller.plain(tokens.get(1)).withBody("{\"spec\":{\"token\":\"" + tokens.get(1) + "\""));
    Settled settled = new Settled();
    String written =
        Waiting.until(
            go.session().patient(WRITTEN),
            () -> log.since(from),
            text -> shown(text, tokens).isPresent() || settled.at(text));
    if (written.isBlank()) {
      throw new NotTestedException(
          "nothing was written to the log while tokens were reviewed: is it the webhook's?");
    }
    Optional<String> shown = shown(written, tokens);
    return WebhookCaller.finding(
        Judged.of(
            shown.isEmpty(),
            "nothing of a token in the log",
            shown.orElse(written.lines().count() + " lines were written, with nothing of a token")),
        first);
  }

  /** The first is accepted, the second nobody knows; all are registered as secrets. */
  private static List<String> tokens(WebhookCaller caller, JsonNode with)
      throws NotTestedException, UnknownFactsException {
    List<String> tokens = new ArrayList<>();
    tokens.add(caller.token(with));
    tokens.add(Credentials.unknownToken());
    tokens.add(TokenForm.FOREIGN_JWT.make());
    for (String once : ONCE_GOOD) {
      if (Given.find(caller.go().session().subject(), once).isPresent()) {
        tokens.add(caller.token(once));
      }
    }
    tokens.add("canary\u00e9 " + Credentials.unknownToken());
    for (String token : tokens) {
      caller.go().session().redactor().add(new SecretValue(token), "token");
    }
    return tokens;
  }

  private static Optional<String> shown(String text, List<String> tokens) {
    return tokens.stream().flatMap(token -> new TokenTraces(token).in(text).stream()).findFirst();
  }

  /** Something was written, and nothing more since the last look. */
  private static final class Settled {
    private String before = "";

    boolean at(String text) {
      boolean same = !text.isBlank() && text.equals(before);
      before = text;
      return same;
    }
  }
}
