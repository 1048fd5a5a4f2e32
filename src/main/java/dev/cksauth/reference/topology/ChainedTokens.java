package dev.cksauth.reference.topology;

import dev.cksauth.reference.webhook.TokenAuthenticator;
import dev.cksauth.reference.webhook.TokenChain;
import dev.cksauth.reference.webhook.User;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The tokens of a sample webhook that takes several kinds: of one user this, of another that. */
final class ChainedTokens implements SampleTokens {
  static final String JWT = "jwt";
  static final String SESSION = "session";
  static final String OPAQUE = "opaque";

  private final SampleJwts jwts;
  private final SampleTokens sessions;
  private final OpaqueTokens opaque;
  private final Map<String, String> usual;

  /**
   * Tokens of three kinds.
   *
   * @param usual which kind users have who are asked for none; of the others it is a session
   */
  ChainedTokens(
      SampleJwts jwts, SampleTokens sessions, OpaqueTokens opaque, Map<String, String> usual) {
    this.usual = Map.copyOf(usual);
    this.jwts = jwts;
    this.sessions = sessions;
    this.opaque = opaque;
  }

  /** Sessions by how they begin, JSON Web Tokens by their form, and the rest by asking. */
  TokenChain authenticator(TokenAuthenticator jwt, TokenChain.Link session) {
    return new TokenChain(
        List.of(
            session,
            TokenChain.Link.jwt(jwt),
            new TokenChain.Link(token -> true, opaque.authenticator())));
  }

  @Override
  public User user(String name) throws IOException {
    return of(name, USUALLY).user(name);
  }

  /** What is no kind of a token is a way to log in at the API. */
  private SampleTokens of(String name, String way) {
    return switch (kind(name, way)) {
      case JWT -> jwts;
      case OPAQUE -> opaque;
      default -> sessions;
    };
  }

  private String kind(String name, String way) {
    return way.equals(USUALLY) ? usual.getOrDefault(name, SESSION) : way;
  }

  @Override
  public Optional<String> logIn(String name, String way) throws IOException {
    boolean plain = Set.of(JWT, OPAQUE, SESSION).contains(kind(name, way));
    return of(name, way).logIn(name, plain ? USUALLY : way);
  }

  @Override
  public boolean revoke(String token) throws IOException {
    return opaque.revoke(token) || jwts.revoke(token) || sessions.revoke(token);
  }

  /** Of each kind one. */
  @Override
  public Map<String, String> others() throws IOException {
    Map<String, String> others = new LinkedHashMap<>();
    others.put("expired", Objects.requireNonNull(sessions.others().get("expired")));
    others.put("revoked", Objects.requireNonNull(opaque.others().get("revoked")));
    others.put("wrong-audience", Objects.requireNonNull(jwts.others().get("wrong-audience")));
    return others;
  }
}
