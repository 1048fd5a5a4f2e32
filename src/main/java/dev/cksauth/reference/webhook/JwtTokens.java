package dev.cksauth.reference.webhook;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** JSON Web Tokens of one issuer. */
public final class JwtTokens implements TokenAuthenticator {
  /** As API servers allow for their own tokens (contract D-09, B-20). */
  private static final int SKEW_SECONDS = 60;

  /** Longer tokens than this no issuer makes: headers end at 1 MiB (contract A-11). */
  private static final int LARGEST = 1 << 20;

  private final JwtSettings settings;
  private final Predicate<String> revoked;
  private final JWKSource<SecurityContext> keys;
  private final DefaultJWTProcessor<SecurityContext> processor;

  /**
   * An authenticator.
   *
   * @param keys of the issuer
   * @param revoked whether the token of an id ({@code jti}) was withdrawn
   */
  public JwtTokens(
      JwtSettings settings, JWKSource<SecurityContext> keys, Predicate<String> revoked) {
    this.settings = settings;
    this.keys = keys;
    this.revoked = revoked;
    this.processor = processor(settings, keys);
  }

  private static DefaultJWTProcessor<SecurityContext> processor(
      JwtSettings settings, JWKSource<SecurityContext> keys) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(settings.algorithms(), keys));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            null,
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
            Set.of("exp", settings.usernameClaim()),
            Set.of());
    claims.setMaxClockSkew(SKEW_SECONDS);
    processor.setJWTClaimsSetVerifier(claims);
    return processor;
  }

  @Override
  public Decision authenticate(String token, List<String> audiences) {
    if (token.length() > LARGEST) {
      return new Decision.NotAuthenticated("too long");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      // Before any key is looked for: what others issued must cost no call (contract B-19).
      if (!settings.issuer().equals(jwt.getJWTClaimsSet().getIssuer())) {
        return new Decision.NotAuthenticated("another issuer");
      }
      return decide(processor.process(jwt, null), audiences);
    } catch (ParseException malformed) {
      return new Decision.NotAuthenticated("malformed");
    } catch (KeySourceException unavailable) {
      return new Decision.Undecided("keys cannot be had");
    } catch (BadJOSEException | JOSEException bad) {
      return new Decision.NotAuthenticated("not good");
    }
  }

  /** Whether keys are at hand; asks the issuer for them where none are yet. */
  @Override
  public boolean ready() {
    try {
      return !keys.get(new JWKSelector(new JWKMatcher.Builder().build()), null).isEmpty();
    } catch (KeySourceException unavailable) {
      return false;
    }
  }

  private Decision decide(JWTClaimsSet claims, List<String> asked) throws ParseException {
    @Nullable String id = claims.getJWTID();
    if (id != null && revoked.test(id)) {
      return new Decision.NotAuthenticated("revoked");
    }
    Optional<User> user = user(claims);
    if (user.isEmpty()) {
      return new Decision.NotAuthenticated("no name");
    }
    if (ReservedNames.anyOf(user.get())) {
      return new Decision.NotAuthenticated("reserved name");
    }
    // Who does not say whom the token must be for means this webhook's own audiences.
    List<String> wanted = asked.isEmpty() ? settings.audiences() : asked;
    List<String> both = wanted.stream().filter(claims.getAudience()::contains).distinct().toList();
    if (both.isEmpty()) {
      return new Decision.NotAuthenticated("for another audience");
    }
    return new Decision.Authenticated(user.get(), asked.isEmpty() ? List.of() : both);
  }

  private Optional<User> user(JWTClaimsSet claims) throws ParseException {
    @Nullable String name = claims.getStringClaim(settings.usernameClaim());
    if (name == null || name.isBlank()) {
      return Optional.empty();
    }
    List<String> groups = new ArrayList<>();
    @Nullable List<String> claimed = claims.getStringListClaim(settings.groupsClaim());
    if (claimed != null) {
      claimed.stream().filter(group -> group != null && !group.isBlank()).forEach(groups::add);
    }
    @Nullable String id = claims.getJWTID();
    return Optional.of(
        new User(
            name,
            Optional.ofNullable(claims.getStringClaim("uid")),
            groups.stream().distinct().toList(),
            id == null ? Map.of() : Map.of(settings.extraPrefix() + "token-id", List.of(id))));
  }
}
