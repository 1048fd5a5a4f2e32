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

  /** A log is written at once, or with a little patience. */
  private static final Duration WRITTEN = Duration.ofSeconds(2);

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    WebhookLog log = WebhookLog.of(go.session());
    List<String> tokens = new ArrayList<>();
    tokens.add(caller.token(with));
    tokens.add(Credentials.unknownToken());
    tokens.add(TokenForm.FOREIGN_JWT.make());
    tokens.add("canary\u00e9 " + Credentials.unknownToken());
    for (String token : tokens) {
      go.session().redactor().add(new SecretValue(token), "token");
    }
    long from = log.length();
    Exchange first = caller.review(tokens.getFirst());
    caller.accepted(first);
    for (String token : tokens.subList(1, tokens.size())) {
      WebhookCaller.answered(caller.review(token));
    }
    caller.send(caller.plain(tokens.get(1)).withBody("{" + tokens.get(1)));
    String written =
        Waiting.until(
            go.session().patient(WRITTEN), () -> log.since(from), text -> settled(text, tokens));
    if (written.isBlank()) {
      throw new NotTestedException(
          "nothing was written to the log while tokens were reviewed: is it the webhook's?");
    }
    Optional<String> shown =
        tokens.stream().flatMap(token -> new TokenTraces(token).in(written).stream()).findFirst();
    return WebhookCaller.finding(
        Judged.of(
            shown.isEmpty(),
            "nothing of a token in the log",
            shown.orElse(written.lines().count() + " lines were written, with nothing of a token")),
        first);
  }

  /** As many lines as there were reviews say that no more is to come; a token, that all is said. */
  private static boolean settled(String text, List<String> tokens) {
    return text.lines().count() >= tokens.size()
        || tokens.stream().anyMatch(token -> new TokenTraces(token).in(text).isPresent());
  }
}
