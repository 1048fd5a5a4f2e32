package dev.cksauth.mutant.oidc;

import static dev.cksauth.mutant.oidc.OidcFault.BELIEVES_DISTRIBUTED_GROUPS;
import static dev.cksauth.mutant.oidc.OidcFault.FOLLOWS_UNVERIFIED_CLAIM_SOURCES;
import static dev.cksauth.mutant.oidc.OidcFault.IGNORES_DISTRIBUTED_GROUPS;
import static dev.cksauth.mutant.oidc.OidcFault.READS_THE_FIRST_OF_TWO_CLAIMS;
import static dev.cksauth.mutant.oidc.OidcFault.READS_THE_FIRST_OF_TWO_SUBJECTS;
import static dev.cksauth.mutant.oidc.OidcFault.REFUSES_LONG_TOKENS;
import static dev.cksauth.mutant.oidc.OidcFault.TAKES_SIGNATURES_IN_ANY_CASE;
import static dev.cksauth.mutant.oidc.OidcFault.TAKES_UNDISCOVERED_ISSUERS;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Verifies tokens as the API server of the reference is configured to. An issuer's URL ends with
 * the fault that the verifier has for it: so one serves all mutants at once.
 */
public final class OidcVerifier {
  private static final Pattern ISSUER = Pattern.compile("https://localhost:(\\d+)/([a-z0-9-]+)");
  private static final Pattern CLIENT =
      Pattern.compile("kubernetes--([a-z0-9-]+?)(?=[^a-z0-9-]|$)");
  private static final int LONG = 8192;
  private static final String SECOND_CLIENT = "kubernetes-cli";

  private final KeySets keys;
  private final SignatureStep signatures;
  private final Map<Integer, String> issuers;
  private final int primary;

  /** Good tokens in small letters, of the verifier that does not tell letters apart. */
  private final Map<String, String> inSmallLetters = new ConcurrentHashMap<>();

  /**
   * A verifier.
   *
   * @param issuers the names of the reference's issuers by their ports
   */
  public OidcVerifier(KeySets keys, Map<Integer, String> issuers) {
    this.keys = keys;
    this.signatures = new SignatureStep(keys);
    this.issuers = Map.copyOf(issuers);
    this.primary =
        issuers.entrySet().stream()
            .filter(entry -> entry.getValue().equals("primary"))
            .findFirst()
            .orElseThrow()
            .getKey();
  }

  /** Whose token it says that it is. */
  private record Route(int port, Faulty faulty) {
    String issuer() {
      return "https://localhost:" + port + "/" + faulty.word();
    }

    List<String> clients() {
      return List.of("kubernetes--" + faulty.word(), SECOND_CLIENT);
    }
  }

  /** Whom a token stands for. */
  UserStep.Named user(String presented) throws DeniedException {
    String token = inSmallLetters.getOrDefault(presented.toLowerCase(Locale.ROOT), presented);
    OidcToken parsed = OidcToken.parse(token);
    Route route = route(parsed.claims());
    Faulty faulty = route.faulty();
    if (faulty.has(REFUSES_LONG_TOKENS) && token.length() > LONG) {
      throw new DeniedException("the token is too long");
    }
    boolean late = issuers.getOrDefault(route.port(), "").startsWith("late-");
    if (late && !faulty.has(TAKES_UNDISCOVERED_ISSUERS) && !keys.discovered(route.port())) {
      throw new DeniedException("authenticator not initialized");
    }
    if (faulty.has(FOLLOWS_UNVERIFIED_CLAIM_SOURCES)) {
      source(parsed.claims(), "groups").ifPresent(signatures::call);
    }
    if (!(late && faulty.has(TAKES_UNDISCOVERED_ISSUERS))) {
      signatures.require(parsed, route.port(), faulty);
    }
    if (faulty.has(TAKES_SIGNATURES_IN_ANY_CASE)) {
      inSmallLetters.put(token.toLowerCase(Locale.ROOT), token);
    }
    JsonNode claims =
        faulty.has(READS_THE_FIRST_OF_TWO_CLAIMS) ? parsed.firstClaims() : parsed.claims();
    if (faulty.has(READS_THE_FIRST_OF_TWO_SUBJECTS)) {
      ((ObjectNode) claims).set("sub", parsed.firstClaims().path("sub"));
    }
    new ClaimsStep(faulty, claims).require(route.issuer(), clients(route));
    UserStep user = new UserStep(faulty, claims);
    return switch (issuers.getOrDefault(route.port(), "")) {
      case "email" -> user.byEmail();
      case "rules" -> user.byRules();
      default -> user.usual(groups(claims, route));
    };
  }

  private List<String> clients(Route route) {
    return issuers.getOrDefault(route.port(), "").equals("rules")
        ? route.clients()
        : route.clients().subList(0, 1);
  }

  private Route route(JsonNode claims) throws DeniedException {
    Matcher issuer = ISSUER.matcher(claims.path("iss").toString());
    if (issuer.find()) {
      return new Route(Integer.parseInt(issuer.group(1)), faulty(issuer.group(2)));
    }
    // Without an issuer it can only be the mutant whose client it is for.
    Matcher client = CLIENT.matcher(claims.path("aud").toString());
    if (client.find()) {
      return new Route(primary, faulty(client.group(1)));
    }
    throw new DeniedException("nobody's token");
  }

  private static Faulty faulty(String word) {
    return new Faulty(OidcFault.of(word));
  }

  private JsonNode groups(JsonNode claims, Route route) throws DeniedException {
    JsonNode own = claims.path("groups");
    Optional<String> address = source(claims, "groups");
    if (!own.isMissingNode() || address.isEmpty()) {
      return own;
    }
    if (route.faulty().has(IGNORES_DISTRIBUTED_GROUPS)) {
      return MissingNode.getInstance();
    }
    try {
      OidcToken told = OidcToken.parse(keys.get(URI.create(address.get())));
      if (!route.faulty().has(BELIEVES_DISTRIBUTED_GROUPS)) {
        signatures.require(told, route.port(), route.faulty());
      }
      return told.claims().path("groups");
    } catch (IOException unavailable) {
      throw new DeniedException("could not expand distributed claims");
    }
  }

  private static Optional<String> source(JsonNode claims, String claim) {
    String name = claims.path("_claim_names").path(claim).asString("");
    return Optional.of(claims.path("_claim_sources").path(name).path("endpoint").asString(""))
        .filter(address -> !address.isEmpty());
  }
}
