package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.Kubeconfig;
import dev.cksauth.subject.SecretValue;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A kubeconfig with another address and another token, and all else as it was: what is trusted, and
 * how it is reached.
 */
final class KubeconfigMoved implements Check {

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    Kubeconfig kubeconfig =
        KubeconfigRules.kubeconfig(go.session().subject(), with.path("kubeconfig").asString());
    Presented presented = go.credentials().get(with.path("as").asString());
    String token =
        presented
            .token()
            .map(SecretValue::reveal)
            .orElseThrow(() -> new NotTestedException("the credential has no token"));
    Target endpoint = go.session().required(with.path("endpoint").asString());
    Exchange exchange =
        go.session()
            .prober()
            .send(
                new Target(endpoint.name(), endpoint.base(), endpoint.dial(), kubeconfig.client()),
                ProbeRequest.postJson(
                        RequestRunner.SELF_SUBJECT_REVIEWS, RequestRunner.SELF_SUBJECT_REVIEW)
                    .withBearer(token));
    return new Finding(KubeconfigLogin.judge(presented, exchange), Optional.of(exchange));
  }
}
