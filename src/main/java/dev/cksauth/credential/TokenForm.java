package dev.cksauth.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** A form that tokens of some issuer have. What is made of it nobody has issued. */
public enum TokenForm {
  /** As the Cloud Console gives them to its users (cks-and-peers 1.1). */
  CONSOLE_TOKEN("console-token"),
  /** Good in every claim, of an issuer that nobody knows, signed by its key. */
  FOREIGN_JWT("foreign-jwt"),
  /** As an API server issues them to ServiceAccounts (contract D-04), signed by nobody's key. */
  SERVICE_ACCOUNT_JWT("service-account-jwt"),
  /** Says {@code alg: none} and has no signature (RFC 8725 section 2.1). */
  UNSIGNED_JWT("unsigned-jwt"),
  /** Of an issuer that nobody knows, and expired an hour ago. */
  EXPIRED_JWT("expired-jwt"),
  /** As kubeadm makes them for joining nodes: six characters and sixteen. */
  BOOTSTRAP_TOKEN("bootstrap-token");

  private static final Duration HOUR = Duration.ofHours(1);
  private static final int CONSOLE_BYTES = 32;
  private static final String BOOTSTRAP_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private final String word;

  TokenForm(String word) {
    this.word = word;
  }

  /** As scenarios name it. */
  public String word() {
    return word;
  }

  /** The form of a word. */
  public static Optional<TokenForm> of(String word) {
    return Arrays.stream(values()).filter(form -> form.word.equals(word)).findFirst();
  }

  /** A new token of this form, another one each time. */
  public String make() {
    Instant now = Instant.now();
    return switch (this) {
      case CONSOLE_TOKEN -> consoleToken();
      case BOOTSTRAP_TOKEN -> random(6) + "." + random(16);
      case FOREIGN_JWT -> signed(foreign(now).expirationTime(Date.from(now.plus(HOUR))).build());
      case EXPIRED_JWT -> signed(foreign(now).expirationTime(Date.from(now.minus(HOUR))).build());
      case SERVICE_ACCOUNT_JWT -> signed(serviceAccount(now));
      case UNSIGNED_JWT ->
          new PlainJWT(foreign(now).expirationTime(Date.from(now.plus(HOUR))).build()).serialize();
    };
  }

  /** Good in every claim, of an issuer at an address, signed by nobody's key. */
  public static String ofIssuer(URI issuer) {
    Instant now = Instant.now();
    return signed(
        foreign(now).issuer(issuer.toString()).expirationTime(Date.from(now.plus(HOUR))).build());
  }

  private static String consoleToken() {
    byte[] bytes = new byte[CONSOLE_BYTES];
    new SecureRandom().nextBytes(bytes);
    return "CW-SECRET-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String random(int length) {
    return new SecureRandom()
        .ints(length, 0, BOOTSTRAP_LETTERS.length())
        .mapToObj(at -> BOOTSTRAP_LETTERS.substring(at, at + 1))
        .collect(Collectors.joining());
  }

  private static JWTClaimsSet.Builder foreign(Instant now) {
    return new JWTClaimsSet.Builder()
        .issuer("https://issuer.invalid/realms/nobody")
        .subject("mallory")
        .audience("https://kubernetes.default.svc")
        .issueTime(Date.from(now.minus(HOUR.multipliedBy(2))))
        .claim("preferred_username", "mallory")
        .claim("email", "mallory@issuer.invalid")
        .claim("groups", List.of("system:masters"))
        .jwtID(UUID.randomUUID().toString());
  }

  private static JWTClaimsSet serviceAccount(Instant now) {
    return new JWTClaimsSet.Builder()
        .issuer("https://kubernetes.default.svc.cluster.local")
        .subject("system:serviceaccount:default:default")
        .audience("https://kubernetes.default.svc.cluster.local")
        .issueTime(Date.from(now))
        .notBeforeTime(Date.from(now))
        .expirationTime(Date.from(now.plus(HOUR)))
        .jwtID(UUID.randomUUID().toString())
        .claim(
            "kubernetes.io",
            Map.of(
                "namespace",
                "default",
                "serviceaccount",
                Map.of("name", "default", "uid", UUID.randomUUID().toString())))
        .build();
  }

  private static String signed(JWTClaimsSet claims) {
    try {
      ECKey key = new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
