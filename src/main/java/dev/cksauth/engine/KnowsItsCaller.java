package dev.cksauth.engine;

import dev.cksauth.credential.CertificateForge;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ReviewAnswer;
import dev.cksauth.subject.Client;
import dev.cksauth.subject.ClientCertificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Who does not show what the API server shows is not served: else the webhook is a place where
 * anybody can try tokens (contract B-17).
 */
final class KnowsItsCaller implements Check {

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    String token = caller.token("valid");
    caller.accepted(caller.review(token));
    Exchange exchange = stranger(caller, with.path("as").asString(""), token);
    Judged judged = judge(caller, exchange);
    caller.accepted(caller.review(token));
    return WebhookCaller.finding(judged, exchange);
  }

  private static Exchange stranger(WebhookCaller caller, String who, String token)
      throws NotTestedException {
    Client client = caller.target().client();
    return switch (who) {
      case "no-certificate" ->
          caller.sendAs(client.withCertificate(Optional.empty()), caller.plain(token));
      case "certificate-of-another-authority" ->
          caller.sendAs(client.withCertificate(Optional.of(forged(client))), caller.plain(token));
      case "no-bearer" -> caller.send(caller.plain(token).withoutHeader("Authorization"));
      default ->
          caller.send(
              caller
                  .plain(token)
                  .withoutHeader("Authorization")
                  .withBearer(Credentials.unknownToken()));
    };
  }

  private static ClientCertificate forged(Client client) throws NotTestedException {
    ClientCertificate own =
        client
            .certificate()
            .orElseThrow(() -> new NotTestedException("no client certificate is given"));
    IssuedCertificate forged = new CertificateForge().byForeignAuthority(own.chain().getFirst());
    return new ClientCertificate("forged", List.of(forged.certificate()), forged.privateKey());
  }

  /**
   * A handshake that is refused, a connection that is closed, an error and a denial are all fine.
   */
  private static Judged judge(WebhookCaller caller, Exchange exchange)
      throws UnknownFactsException {
    String expected = "the known token is not accepted";
    return switch (exchange.outcome()) {
      case Outcome.Answered ignored -> {
        ReviewAnswer read = caller.read(exchange);
        yield Judged.of(
            !(read instanceof ReviewAnswer.Accepted), expected, ReviewJudge.words(read));
      }
      case Outcome.Failed failed -> {
        if (!REFUSALS.contains(failed.kind())) {
          throw new UnknownFactsException(failed.words(), Passing.is(exchange));
        }
        yield Judged.met(expected, failed.words());
      }
    };
  }

  private static final Set<Failure> REFUSALS =
      EnumSet.of(Failure.TLS, Failure.RESET, Failure.NO_HANDSHAKE, Failure.MALFORMED);
}
