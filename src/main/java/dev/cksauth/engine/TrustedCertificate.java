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
  public Finding look(Go go, JsonNode with) throws NotTestedException {
    String endpoint = with.path("endpoint").asString("");
    Target target =
        go.session()
            .endpoint(endpoint)
            .orElseThrow(
                () -> new NotTestedException("the subject's file gives no endpoint " + endpoint));
    Exchange exchange = go.session().prober().send(target, ProbeRequest.get("/version"));
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
}
