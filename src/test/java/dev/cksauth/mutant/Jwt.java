package dev.cksauth.mutant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import dev.cksauth.reference.managed.Caller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
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

  /** Whose a token is, going by its signature alone. */
  static Optional<Caller> signed(String token, Path publicKey) throws Exception {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      RSAKey key = JWK.parseFromPEMEncodedObjects(Files.readString(publicKey)).toRSAKey();
      return jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
              && jwt.verify(new RSASSAVerifier(key))
          ? serviceAccount(jwt.getJWTClaimsSet())
          : Optional.empty();
    } catch (ParseException | JOSEException notOne) {
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
