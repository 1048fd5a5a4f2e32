package dev.cksauth.reference.topology;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.cksauth.reference.idp.EmbeddedIssuer;
import dev.cksauth.reference.webhook.User;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens of the embedded issuer for the sample webhook that takes such. */
final class SampleJwts implements SampleTokens {
  /** What the API server's audiences are, as far as the webhook is concerned. */
  static final String AUDIENCE = "https://kubernetes.default.svc";

  /** Somebody else whom the issuer makes tokens for. */
  static final String OTHER_AUDIENCE = "vault";

  private static final Duration LIFETIME = Duration.ofHours(12);

  private final EmbeddedIssuer issuer;
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();

  SampleJwts(EmbeddedIssuer issuer) {
    this.issuer = issuer;
  }

  boolean revokedId(String id) {
    return revoked.contains(id);
  }

  @Override
  public Optional<String> logIn(String name, String way) {
    return Optional.of(issuer.sign(claims(name).build()));
  }

  private JWTClaimsSet.Builder claims(String name) {
    User user = Objects.requireNonNull(USERS.get(name));
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer.issuer().toString())
        .subject(user.username())
        .audience(AUDIENCE)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(LIFETIME)))
        .jwtID(UUID.randomUUID().toString())
        .claim("uid", user.uid().orElseThrow())
        .claim("groups", user.groups());
  }

  @Override
  public boolean revoke(String token) {
    try {
      return revoked.add(SignedJWT.parse(token).getJWTClaimsSet().getJWTID());
    } catch (ParseException none) {
      return false;
    }
  }

  @Override
  public Map<String, String> others() {
    Instant now = Instant.now();
    Map<String, String> others = new LinkedHashMap<>();
    others.put(
        "expired",
        issuer.sign(
            claims("alice")
                .issueTime(Date.from(now.minus(LIFETIME)))
                .expirationTime(Date.from(now.minus(Duration.ofHours(1))))
                .build()));
    String withdrawn = issuer.sign(claims("alice").build());
    revoke(withdrawn);
    others.put("revoked", withdrawn);
    others.put("wrong-audience", issuer.sign(claims("alice").audience(OTHER_AUDIENCE).build()));
    return others;
  }
}
