package dev.cksauth.engine;

import dev.cksauth.catalogue.Step;
import dev.cksauth.credential.TokenForm;
import dev.cksauth.probe.AnswerBody;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.TokenTraces;
import dev.cksauth.subject.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is answered shows nothing of the token, but where it repeats the request's spec. */
final class AnswerHoldsNoToken implements Check {

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    String way = with.path("way").asString("plain");
    String token = way.equals("jwt") ? TokenForm.FOREIGN_JWT.make() : caller.token(with);
    TokenTraces traces = new TokenTraces(token);
    if (traces.none()) {
      throw new NotTestedException("the token is too short to be told from other text");
    }
    go.session().redactor().add(new SecretValue(token), "token");
    Exchange exchange = caller.send(request(caller, token, way));
    Optional<String> shown =
        switch (exchange.outcome()) {
          case Outcome.Answered answered -> traces.in(text(answered));
          case Outcome.Failed failed -> failed(way, exchange, failed);
        };
    return WebhookCaller.finding(
        Judged.of(
            shown.isEmpty(),
            "nothing of the token in headers and body",
            shown.orElse("nothing of it")),
        exchange);
  }

  /** Who closes the connection upon an odd request has shown nothing. */
  private static Optional<String> failed(String way, Exchange exchange, Outcome.Failed failed)
      throws UnknownFactsException {
    if (way.equals("plain") || failed.kind() != Failure.RESET) {
      throw new UnknownFactsException(failed.words(), Passing.is(exchange));
    }
    return Optional.empty();
  }

  private static ProbeRequest request(WebhookCaller caller, String token, String way) {
    ProbeRequest plain = caller.plain(token);
    return switch (way) {
      case "not-json" -> plain.withBody("{\"spec\":{\"token\":\"" + token + "\"");
      case "another-version" -> caller.request(token, "v9", caller.audiences(), Step.Form.USUAL);
      case "another-type" -> plain.withContentType("text/plain");
      case "another-method" -> plain.withMethod("PUT");
      case "another-path" ->
          plain.withPath(caller.target().path().replaceFirst("/*$", "") + "/no-such-path");
      default -> plain;
    };
  }

  /** Headers and body; of an object not the spec, which may repeat the request's. */
  private static String text(Outcome.Answered answered) {
    StringBuilder text = new StringBuilder();
    answered.headers().forEach(each -> text.append(each.name()).append(each.value()).append(' '));
    if (AnswerBody.object(answered).orElse(null) instanceof ObjectNode object) {
      object.remove("spec");
      return text.append(object).toString();
    }
    return text.append(new String(answered.body(), StandardCharsets.UTF_8)).toString();
  }
}
