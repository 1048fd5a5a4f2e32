package dev.cksauth.engine;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.cksauth.catalogue.Expectation;
import dev.cksauth.catalogue.Names;
import dev.cksauth.catalogue.Step;
import dev.cksauth.credential.TokenMint;
import dev.cksauth.subject.ActionName;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.CredentialKind;
import dev.cksauth.subject.Issuer;
import dev.cksauth.subject.OidcSettings;
import dev.cksauth.subject.SecretValue;
import dev.cksauth.subject.Signer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The OIDC issuers of a test cluster: has tokens made by them, and by their keys. */
final class Issuers {

  private static final String KIND = CredentialKind.OIDC.word();
  private static final String ALGORITHM = "alg";
  private static final String NO_HMAC = "RS256";
  private static final Step.Head NOBODY = new Step.Head("", false, Expectation.NOTHING, Map.of());

  private final Session session;

  Issuers(Session session) {
    this.session = session;
  }

  /** The issuer of a name. */
  Issuer named(String name) throws NotTestedException {
    return Given.issuer(session.subject(), name)
        .orElseThrow(
            () -> new NotTestedException("the subject's file gives no issuer `" + name + "`"));
  }

  /** Whether tokens of an issuer can be signed as it signs them. */
  boolean signs(String name) {
    return Given.issuer(session.subject(), name).flatMap(Issuer::signingKeys).isPresent();
  }

  /** A good token of an issuer, another one each time. */
  Presented good(String word, String issuer) throws NotTestedException, UnknownFactsException {
    return with(issuer, JsonNodeFactory.instance.objectNode()).named(word);
  }

  /** A token of an issuer with these claims in the place of usual ones; null takes one away. */
  Presented with(String issuer, JsonNode claims) throws NotTestedException, UnknownFactsException {
    JsonNode usual = JsonNodeFactory.instance.objectNode();
    return sign(
        new Step.Sign(NOBODY, "", issuer, usual, claims, usual, false, 0),
        UnaryOperator.identity());
  }

  /** A token as a step wants it. */
  Presented sign(Step.Sign step, UnaryOperator<String> names)
      throws NotTestedException, UnknownFactsException {
    Issuer issuer = named(names.apply(step.issuer()));
    OidcSettings settings = issuer.settings().orElseThrow();
    TokenMint all = new TokenMint(keys(issuer));
    TokenMint mint = step.newest() ? all.newestFirst() : all;
    String algorithm = algorithm(settings, mint, step.header().path(ALGORITHM).asString(""));
    TokenDraft draft = new TokenDraft(filled(settings, mint, algorithm, names));
    ObjectNode claims = draft.merged(draft.usual(settings, session.run()), step.claims());
    if (step.padding() > 0) {
      claims.put("padding", "x".repeat(step.padding()));
    }
    ObjectNode header = JsonNodeFactory.instance.objectNode().put(ALGORITHM, algorithm);
    mint.key(algorithm).map(JWK::getKeyID).ifPresent(id -> header.put("kid", id));
    header.put("typ", "JWT");
    ObjectNode twice = draft.merged(JsonNodeFactory.instance.objectNode(), step.twice());
    SecretValue token =
        new SecretValue(mint.token(algorithm, draft.merged(header, step.header()), claims, twice));
    session.redactor().add(token, "oidc token");
    return new Presented(
        step.name(),
        Optional.of(CredentialKind.OIDC),
        Optional.of(token),
        Optional.empty(),
        OidcUser.of(settings, claims),
        true);
  }

  private static UnaryOperator<String> filled(
      OidcSettings settings, TokenMint mint, String algorithm, UnaryOperator<String> names) {
    String other = mint.otherKeyId(algorithm).orElse("");
    return text ->
        names.apply(
            text.replace(Names.placeholder(Names.ISSUER), settings.issuer().toString())
                .replace(Names.placeholder(Names.CLIENT_ID), settings.clientId())
                .replace(Names.placeholder(Names.USERNAME_CLAIM), settings.usernameClaim())
                .replace(Names.placeholder(Names.GROUPS_CLAIM), settings.groupsClaim().orElse(""))
                .replace(Names.placeholder(Names.OTHER_KEY_ID), other));
  }

  /** What a token is signed by: the header may say something else, or nothing. */
  private static String algorithm(OidcSettings settings, TokenMint mint, String asked)
      throws NotTestedException {
    if (asked.isEmpty()) {
      return settings.algorithms().stream()
          .filter(one -> mint.key(one).isPresent())
          .findFirst()
          .orElseThrow(
              () -> new NotTestedException("no key signs by an algorithm of the cluster's"));
    }
    if (asked.matches("[RPE]S\\d+") && !settings.algorithms().contains(asked)) {
      throw new NotTestedException("the cluster is not configured for algorithm " + asked);
    }
    if (mint.key(asked).isEmpty()) {
      throw new NotTestedException("the issuer has no key for algorithm " + asked);
    }
    return asked;
  }

  private static JWKSet keys(Issuer issuer) throws NotTestedException, UnknownFactsException {
    Signer signer =
        issuer
            .signingKeys()
            .orElseThrow(() ->
                new NotTestedException(
                    "the subject's file gives no signing keys of issuer `%s`"
                        .formatted(issuer.name())));
    try {
      return signer.keySet();
    } catch (IOException unreadable) {
      throw new UnknownFactsException("the issuer's keys: " + unreadable.getMessage());
    }
  }

  /** The issuer's key that a token is verified with. */
  JWK verifying(SecretValue token) throws NotTestedException, UnknownFactsException {
    TokenClaims.Read read =
        TokenClaims.read(token).orElseThrow(() -> new NotTestedException("the token is no JWT"));
    String issuer = read.claims().path("iss").asString("");
    Issuer known =
        (session.subject() instanceof ClusterSubject cluster
                ? cluster.issuers().stream()
                    .filter(one -> one.url().toString().equals(issuer))
                    .findFirst()
                : Optional.<Issuer>empty())
            .orElseThrow(() ->
                new NotTestedException(
                    "the subject's file gives no issuer of the token's, with its signing keys"));
    String algorithm = read.header().path(ALGORITHM).asString(NO_HMAC);
    return new TokenMint(keys(known))
        .key(algorithm)
        .orElseThrow(() -> new NotTestedException("the issuer has no key for " + algorithm));
  }

  /**
   * A token as a user gets one.
   *
   * @return empty where the issuer does not let the user in
   */
  Optional<SecretValue> logIn(Step.LogIn step, UnaryOperator<String> names)
      throws NotTestedException, UnknownFactsException {
    Issuer issuer = named(names.apply(step.issuer().orElseThrow()));
    Optional<String> token =
        actions(issuer)
            .logIn(
                Map.of(
                    "kind",
                    KIND,
                    "name",
                    names.apply(step.user()),
                    "login",
                    names.apply(step.login())));
    Optional<SecretValue> secret = token.map(SecretValue::new);
    secret.ifPresent(value -> session.redactor().add(value, "oidc token"));
    return secret;
  }

  /** Has an issuer do something. */
  void act(String name, ActionName action, Map<String, String> facts)
      throws NotTestedException, UnknownFactsException {
    String unused = actions(named(name)).perform(action, facts);
  }

  private Actions actions(Issuer issuer) {
    return new Actions(session.prober(), issuer.actions());
  }
}
