package dev.cksauth.mutant.oidc;

import static dev.cksauth.mutant.oidc.OidcFault.*;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Whether a token is of the issuer, for the client, and of now. */
record ClaimsStep(Faulty faulty, JsonNode claims) {
  private static final long MINUTE = 60;

  void require(String issuer, List<String> clients) throws DeniedException {
    if (!issuedBy(issuer)) {
      throw new DeniedException("another issuer");
    }
    if (!faulty.has(SKIPS_AUDIENCES) && !isFor(clients)) {
      throw new DeniedException("expected another audience");
    }
    expiry();
    beginning();
    if ((faulty.has(DEMANDS_TOKEN_IDS) && !claims.has("jti"))
        || (faulty.has(DEMANDS_TOKEN_IDS_IN_WORDS) && !claims.path("jti").isString())
        || (faulty.has(DEMANDS_TIME_OF_ISSUE) && !claims.has("iat"))
        || (faulty.has(COMPARES_TIME_OF_ISSUE) && claims.path("iat").asDouble(0) > now() + 1)
        || faulty.has(REFUSES_EVERYBODY)) {
      throw new DeniedException("a claim is not as wanted");
    }
  }

  private boolean issuedBy(String issuer) {
    JsonNode claim = claims.path("iss");
    String said = claim.asString("");
    return (claim.isString() && said.equals(issuer))
        || (faulty.has(COMPARES_THE_START_OF_ISSUERS) && said.startsWith(issuer))
        || (faulty.has(IGNORES_A_SLASH_AFTER_ISSUERS) && said.equals(issuer + "/"))
        || (faulty.has(TRIMS_ISSUERS) && said.strip().equals(issuer))
        || (faulty.has(IGNORES_QUERIES_OF_ISSUERS) && said.startsWith(issuer + "?"))
        || (faulty.has(IGNORES_FRAGMENTS_OF_ISSUERS) && said.startsWith(issuer + "#"))
        || (faulty.has(TAKES_LISTS_OF_ISSUERS) && claim.path(0).asString("").equals(issuer))
        || (faulty.has(TAKES_EMPTY_ISSUERS) && claim.isString() && said.isEmpty())
        || (faulty.has(TAKES_NO_ISSUER) && claim.isMissingNode());
  }

  private boolean isFor(List<String> clients) {
    List<String> wanted = faulty.has(KNOWS_ONE_AUDIENCE) ? clients.subList(0, 1) : clients;
    JsonNode claim = claims.path("aud");
    boolean list = claim.isArray();
    if (faulty.has(DEMANDS_THE_PARTY) && !wanted.contains(claims.path("azp").asString(""))) {
      return false;
    }
    if ((faulty.has(TAKES_NO_AUDIENCE) && claim.isMissingNode())
        || (faulty.has(TAKES_EMPTY_AUDIENCES) && claim.isString() && claim.asString().isEmpty())
        || (faulty.has(TAKES_EMPTY_LISTS_OF_AUDIENCES) && list && claim.isEmpty())
        || (faulty.has(TAKES_THE_PARTY_FOR_THE_AUDIENCE)
            && wanted.contains(claims.path("azp").asString("")))) {
      return true;
    }
    if (faulty.has(READS_NO_LISTS_OF_AUDIENCES) && list) {
      return false;
    }
    List<String> said =
        list ? claim.valueStream().map(JsonNode::asString).toList() : List.of(claim.asString(""));
    if (faulty.has(READS_THE_FIRST_AUDIENCE)) {
      said = said.subList(0, Math.min(1, said.size()));
    }
    if (faulty.has(READS_THE_LAST_AUDIENCE)) {
      said = said.subList(Math.max(0, said.size() - 1), said.size());
    }
    return said.stream().anyMatch(one -> wanted.stream().anyMatch(client -> same(one, client)));
  }

  private boolean same(String said, String client) {
    return said.equals(client)
        || (faulty.has(COMPARES_THE_START_OF_AUDIENCES) && said.startsWith(client))
        || (faulty.has(TRIMS_AUDIENCES) && said.strip().equals(client));
  }

  private void expiry() throws DeniedException {
    JsonNode claim = claims.path("exp");
    boolean forgiven =
        faulty.has(SKIPS_EXPIRY)
            || (faulty.has(NEEDS_NO_EXPIRY) && claim.isMissingNode())
            || (faulty.has(TAKES_ZERO_FOR_NO_EXPIRY) && claim.isNumber() && claim.asDouble() == 0)
            || (faulty.has(SKIPS_EXPIRY_IN_WORDS) && claim.isString());
    if (forgiven) {
      return;
    }
    long leeway = faulty.has(ALLOWS_A_MINUTE_AFTER_EXPIRY) ? MINUTE : 0;
    Optional<Double> end = number(claim);
    if (end.isEmpty()
        || (faulty.has(READS_NO_FRACTIONS) && !claim.isIntegralNumber())
        || end.get() + leeway < now()) {
      throw new DeniedException("token is expired");
    }
  }

  private void beginning() throws DeniedException {
    JsonNode claim = claims.path("nbf");
    if (claim.isMissingNode() || faulty.has(SKIPS_BEGINNINGS)) {
      return;
    }
    long leeway =
        faulty.has(ALLOWS_NOTHING_BEFORE_BEGINNINGS)
            ? 0
            : faulty.has(ALLOWS_TEN_MINUTES_BEFORE_BEGINNINGS) ? 10 * MINUTE : MINUTE;
    if (faulty.has(REFUSES_BEGINNINGS)
        || number(claim).filter(from -> from <= now() + leeway).isEmpty()) {
      throw new DeniedException("token is not valid yet");
    }
  }

  private static Optional<Double> number(JsonNode claim) {
    return claim.isNumber() ? Optional.of(claim.asDouble()) : Optional.empty();
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }
}
