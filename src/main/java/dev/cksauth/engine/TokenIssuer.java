package dev.cksauth.engine;

import dev.cksauth.catalogue.Matcher;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A ServiceAccount token names an issuer of a certain form. Nothing is contacted. */
final class TokenIssuer implements Check {

  /** Tokens that are kept in Secrets name no cluster: LegacyIssuer in Kubernetes' legacy.go. */
  private static final String LEGACY = "kubernetes/serviceaccount";

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    String issuer = of(read(go.credentials().get(with.path("as").asString(""))));
    Matcher form = Matcher.of(with.path("issuer"));
    Judged judged =
        Judged.of(form.accepts(issuer, go::named), "iss " + form.words(go::named), "iss " + issuer);
    return new Finding(judged, Optional.empty());
  }

  /** What a credential's token says of itself. */
  static TokenClaims.Read read(Presented presented) throws NotTestedException {
    return presented
        .token()
        .flatMap(TokenClaims::read)
        .orElseThrow(
            () -> new NotTestedException("the credential " + presented.word() + " is no JWT"));
  }

  /** The issuer that a token names, where it can be the cluster's. */
  static String of(TokenClaims.Read token) throws NotTestedException {
    String issuer = token.claims().path("iss").asString("");
    if (issuer.equals(LEGACY)) {
      throw new NotTestedException(
          "the ServiceAccount token is one of a Secret, which names no issuer of the cluster's own:"
              + " give one of `kubectl create token`");
    }
    return issuer;
  }
}
