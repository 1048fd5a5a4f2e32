package dev.cksauth.reference.topology;

import dev.cksauth.reference.webhook.DirectorySessions;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import dev.cksauth.reference.webhook.TokenChain;
import dev.cksauth.reference.webhook.User;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The tokens of the sample webhook that takes several kinds: alice has one, bob another. */
final class ChainedTokens implements SampleTokens {
  private static final String JWT = "jwt";
  private static final String SESSION = "session";
  private static final String OPAQUE = "opaque";
  private static final Map<String, String> USUAL = Map.of("alice", JWT, "bob", SESSION);

  private final SampleJwts jwts;
  private final DirectoryLogins sessions;
  private final OpaqueTokens opaque;

  ChainedTokens(SampleJwts jwts, DirectoryLogins sessions, OpaqueTokens opaque) {
    this.jwts = jwts;
    this.sessions = sessions;
    this.opaque = opaque;
  }

  /** Sessions by how they begin, JSON Web Tokens by their form, and the rest by asking. */
  TokenChain authenticator(TokenAuthenticator jwt) {
    return new TokenChain(
        List.of(
            TokenChain.Link.prefixed(DirectorySessions.PREFIX, sessions.authenticator()),
            TokenChain.Link.jwt(jwt),
            new TokenChain.Link(token -> true, opaque.authenticator())));
  }

  @Override
  public User user(String name) throws IOException {
    return of(name, USUALLY).user(name);
  }

  private SampleTokens of(String name, String way) throws IOException {
    String kind = way.equals(USUALLY) ? Objects.requireNonNull(USUAL.get(name)) : way;
    return switch (kind) {
      case JWT -> jwts;
      case SESSION -> sessions;
      case OPAQUE -> opaque;
      default -> throw new IOException("no such kind of tokens: " + kind);
    };
  }

  @Override
  public Optional<String> logIn(String name, String way) throws IOException {
    return of(name, way).logIn(name, USUALLY);
  }

  @Override
  public boolean revoke(String token) throws IOException {
    return token.startsWith(DirectorySessions.PREFIX)
        ? sessions.revoke(token)
        : opaque.revoke(token) || jwts.revoke(token);
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
