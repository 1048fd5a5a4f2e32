package dev.cksauth.mutant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import dev.cksauth.reference.managed.Caller;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** ServiceAccount tokens in the eyes of those who do not look closely. */
final class Jwt {
  private static final String PREFIX = "system:serviceaccount:";

  private Jwt() {}

  /** Whose a token says it is, whoever wrote it. */
  static Optional<Caller> claimed(String token) {
    try {
      return serviceAccount(JWTParser.parse(token).getJWTClaimsSet());
    } catch (ParseException notOne) {
      return unsigned(token);
    }
  }

  /** The subject that a token names, whoever wrote it. */
  static Optional<String> subject(String token) {
    try {
      return Optional.ofNullable(JWTParser.parse(token).getJWTClaimsSet().getSubject());
    } catch (ParseException notOne) {
      return Optional.empty();
    }
  }

  /** The parser refuses a signed token whose signature is empty. */
  private static Optional<Caller> unsigned(String token) {
    String[] parts = token.split("\\.", -1);
    try {
      return parts.length == 3
          ? serviceAccount(
              JWTClaimsSet.parse(new com.nimbusds.jose.util.Base64URL(parts[1]).decodeToString()))
          : Optional.empty();
    } catch (ParseException notOne) {
      return Optional.empty();
    }
  }

  /** The algorithm in the head of a token; empty where there is none. */
  static String algorithm(String token) {
    try {
      return JWTParser.parse(token).getHeader().getAlgorithm().getName();
    } catch (ParseException notOne) {
      return "";
    }
  }

  /** What a careless verifier does not look at. */
  enum Lapse {
    EXPIRY,
    START,
    ISSUER
  }

  /** Whose a token is that the key signed, for the issuer that is its only audience. */
  static Optional<Caller> verified(String token, RSAKey key, String issuer, Lapse lapse)
      throws JOSEException {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      Instant now = Instant.now();
      boolean good =
          jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
              && jwt.verify(new RSASSAVerifier(key))
              && claims.getAudience().contains(issuer)
              && (lapse == Lapse.EXPIRY || claims.getExpirationTime().toInstant().isAfter(now))
              && (lapse == Lapse.START || claims.getNotBeforeTime().toInstant().isBefore(now))
              && (lapse == Lapse.ISSUER || issuer.equals(claims.getIssuer()));
      return good ? serviceAccount(claims) : Optional.empty();
    } catch (ParseException notOne) {
      return Optional.empty();
    }
  }

  /** For whom a token is meant. */
  static List<String> audiences(String token) {
    try {
      return JWTParser.parse(token).getJWTClaimsSet().getAudience();
    } catch (ParseException notOne) {
      return List.of();
    }
  }

  private static Optional<Caller> serviceAccount(JWTClaimsSet claims) {
    return Optional.ofNullable(claims.getSubject())
        .filter(subject -> subject.startsWith(PREFIX))
        .map(subject ->
            new Caller(
                subject,
                List.of(
                    "system:serviceaccounts",
                    "system:serviceaccounts:" + subject.split(":", -1)[2],
                    "system:authenticated")));
  }
}
