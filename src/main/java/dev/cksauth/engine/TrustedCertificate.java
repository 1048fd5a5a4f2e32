package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Target;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The certificate of an endpoint is trusted, in time and for the endpoint's name. */
final class TrustedCertificate implements Check {

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    String endpoint = with.path("endpoint").asString("");
    Exchange exchange = endpoint.equals(ReviewRunner.WEBHOOK) ? atWebhook(go) : at(go, endpoint);
    String expected = "a certificate that the given or the system's authorities vouch for";
    Judged judged =
        switch (exchange.outcome()) {
          case Outcome.Answered answered -> Judged.met(expected, "trusted");
          case Outcome.Failed failed ->
              failed.kind() == Failure.UNTRUSTED
                  ? Judged.unmet(expected, failed.words())
                  : Judged.unknown(expected, failed.words());
        };
    return new Finding(judged, Optional.of(exchange));
  }

  private static Exchange at(Go go, String endpoint) throws NotTestedException {
    Target target = go.session().required(endpoint);
    return go.session().prober().send(target, ProbeRequest.get("/version"));
  }

  private static Exchange atWebhook(Go go) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    return caller.send(caller.plain(Credentials.unknownToken()));
  }
}
