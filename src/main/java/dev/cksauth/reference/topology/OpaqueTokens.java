package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.idp.OpaqueIssuer;
import dev.cksauth.reference.webhook.IntrospectedTokens;
import dev.cksauth.reference.webhook.IntrospectionSettings;
import dev.cksauth.reference.webhook.User;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The tokens of an issuer that is asked about each, for the sample webhook that does. */
final class OpaqueTokens implements SampleTokens, AutoCloseable {
  private static final Duration LIFETIME = Duration.ofHours(12);

  private final OpaqueIssuer issuer;
  private final IntrospectedTokens authenticator;

  private OpaqueTokens(OpaqueIssuer issuer, IntrospectedTokens authenticator) {
    this.issuer = issuer;
    this.authenticator = authenticator;
  }

  static OpaqueTokens start(CertificateAuthority authority) throws IOException {
    OpaqueIssuer issuer = OpaqueIssuer.start(TlsContexts.serving(authority));
    return new OpaqueTokens(
        issuer,
        new IntrospectedTokens(
            new IntrospectionSettings(
                issuer.introspection(),
                OpaqueIssuer.CLIENT,
                issuer.clientSecret(),
                List.of(SampleJwts.AUDIENCE),
                "username",
                "groups",
                TlsContexts.trusting(authority))));
  }

  IntrospectedTokens authenticator() {
    return authenticator;
  }

  /** The issuer refuses the webhook's own password, or takes it again. */
  void refuseAskers(boolean all) {
    issuer.refuseAskers(all);
  }

  @Override
  public Optional<String> logIn(String name, String way) {
    return Optional.of(token(name, SampleJwts.AUDIENCE, LIFETIME));
  }

  private String token(String name, String audience, Duration lifetime) {
    User user = Objects.requireNonNull(USERS.get(name));
    return issuer.issue(
        Map.of(
            "username",
            user.username(),
            "sub",
            user.uid().orElseThrow(),
            "groups",
            user.groups(),
            "aud",
            audience,
            "exp",
            Instant.now().plus(lifetime).getEpochSecond()));
  }

  @Override
  public boolean revoke(String token) {
    return issuer.revoke(token);
  }

  @Override
  public Map<String, String> others() {
    Map<String, String> others = new LinkedHashMap<>();
    others.put("expired", token("alice", SampleJwts.AUDIENCE, Duration.ofHours(-1)));
    String withdrawn = token("alice", SampleJwts.AUDIENCE, LIFETIME);
    boolean unused = revoke(withdrawn);
    others.put("revoked", withdrawn);
    others.put("wrong-audience", token("alice", SampleJwts.OTHER_AUDIENCE, LIFETIME));
    return others;
  }

  @Override
  public void close() {
    authenticator.close();
    issuer.close();
  }
}
