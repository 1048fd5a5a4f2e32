package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.SecretValue;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What an API server publishes about its ServiceAccount tokens is what they say of themselves: the
 * issuer, and the key that signed them.
 */
final class PublishedIssuer implements Check {

  private static final String CONFIGURATION = "/.well-known/openid-configuration";

  /**
   * Not what {@code jwks_uri} says: that may lead past the endpoint, and may name a host that only
   * the cluster knows. The API server always serves its keys here (Kubernetes reference, Managing
   * Service Accounts: service account issuer discovery).
   */
  private static final String KEYS = "/openid/v1/jwks";

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    String endpoint = with.path("endpoint").asString("");
    Target target = go.session().required(endpoint);
    Presented presented = go.credentials().get(with.path("as").asString(""));
    TokenClaims.Read token = TokenIssuer.read(presented);
    String issuer = TokenIssuer.of(token);
    Exchange configuration = get(go, target, presented, CONFIGURATION);
    String published = published(go, configuration, CONFIGURATION).path("issuer").asString("");
    Judged same =
        Judged.of(
            published.equals(issuer),
            "the published issuer is the token's, " + issuer,
            published.isEmpty() ? "no issuer" : published);
    if (same.kind() != Judged.Kind.MET) {
      return new Finding(same, Optional.of(configuration));
    }
    Exchange keys = get(go, target, presented, KEYS);
    return new Finding(signed(published(go, keys, KEYS), token, issuer), Optional.of(keys));
  }

  private static Judged signed(JsonNode keys, TokenClaims.Read token, String issuer)
      throws UnknownFactsException {
    String key = token.header().path("kid").asString("");
    if (key.isEmpty()) {
      throw new UnknownFactsException("the token does not say by which key it is signed");
    }
    boolean there =
        keys.path("keys").valueStream().anyMatch(one -> key.equals(one.path("kid").asString("")));
    return Judged.of(
        there,
        "the token's issuer and its key " + key + " published",
        "issuer " + issuer + (there ? " and the key" : ", and other keys only"));
  }

  private static Exchange get(Go go, Target target, Presented presented, String path) {
    ProbeRequest bare = ProbeRequest.get(path).withHeader("Accept", "application/json, */*");
    ProbeRequest request =
        presented.token().map(SecretValue::reveal).map(bare::withBearer).orElse(bare);
    return go.session().prober().send(target, request);
  }

  /** What is published; its owner may have it published nowhere, or to others only. */
  private static JsonNode published(Go go, Exchange exchange, String path)
      throws NotTestedException, UnknownFactsException {
    return switch (exchange.outcome()) {
      case Outcome.Failed failed ->
          throw new UnknownFactsException(failed.words(), Passing.is(exchange));
      case Outcome.Answered answered ->
          switch (answered.status()) {
            case 200 -> new AnswerJudge(go::named).parsed(answered);
            case 403 ->
                throw new NotTestedException(
                    ("%s may not be read by ServiceAccounts (403): the role"
                            + " system:service-account-issuer-discovery is bound to others only")
                        .formatted(path));
            case 404 ->
                throw new NotTestedException(
                    path
                        + " is not published here (404): the issuer is no https URL, or the"
                        + " publication is turned off");
            default ->
                throw new UnknownFactsException(
                    path + ": HTTP " + answered.status(), Passing.is(exchange));
          };
    };
  }
}
