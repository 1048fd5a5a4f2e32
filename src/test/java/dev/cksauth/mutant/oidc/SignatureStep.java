package dev.cksauth.mutant.oidc;

import static dev.cksauth.mutant.oidc.OidcFault.*;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** Whether the issuer has signed a token. */
final class SignatureStep {
  private static final Set<String> USUAL = Set.of("alg", "kid", "typ");
  private static final int RSA_CHARACTERS = 342;

  private final KeySets keys;

  /** Signatures that were good, by what they were of. */
  private final Map<String, String> good = new ConcurrentHashMap<>();

  SignatureStep(KeySets keys) {
    this.keys = keys;
  }

  void require(OidcToken token, int port, Faulty faulty) throws DeniedException {
    header(token, faulty);
    String algorithm = token.text("alg");
    if (unsigned(token, algorithm, faulty) || remembered(token, faulty)) {
      return;
    }
    try {
      boolean verified =
          algorithm.startsWith("HS")
              ? new SharedSecrets(faulty).fit(token, published(token, port, faulty))
              : signed(token, algorithm, port, faulty);
      if (!verified) {
        throw new DeniedException("verify token: failed to verify signature");
      }
      good.put(token.signed(), token.signature());
    } catch (IOException unavailable) {
      if (!faulty.has(TAKES_ALL_WHILE_KEYS_CANNOT_BE_HAD)) {
        throw new DeniedException("fetching keys: " + unavailable.getMessage());
      }
    }
  }

  private void header(OidcToken token, Faulty faulty) throws DeniedException {
    JsonNode header = token.header();
    if (header.has("crit") && !faulty.has(IGNORES_CRITICAL_EXTENSIONS)) {
      throw new DeniedException("a critical extension is not known");
    }
    boolean refused =
        (faulty.has(DEMANDS_KEY_IDS) && !header.has("kid"))
            || (faulty.has(DEMANDS_TYPES) && !header.has("typ"))
            || (faulty.has(REFUSES_OTHER_TYPES) && !token.text("typ").equals("JWT"))
            || (faulty.has(REFUSES_UNKNOWN_HEADERS) && !USUAL.containsAll(header.propertyNames()));
    if (refused) {
      throw new DeniedException("the header is not as wanted");
    }
    if (faulty.has(FOLLOWS_KEY_ADDRESS) && header.has("jku")) {
      call(token.text("jku"));
    }
  }

  /** It is the call that counts. */
  void call(String address) {
    try {
      String unused = keys.get(URI.create(address));
    } catch (IOException nothingThere) {
      // Whoever is there only counts calls.
    }
  }

  private static boolean unsigned(OidcToken token, String algorithm, Faulty faulty) {
    String signature = token.signature();
    boolean none = algorithm.equals("none");
    return (faulty.has(TAKES_UNSIGNED) && none && signature.isEmpty())
        || (faulty.has(TAKES_NONE_IN_ANY_CASE) && !none && algorithm.equalsIgnoreCase("none"))
        || (faulty.has(TAKES_NONE_WITH_A_SIGNATURE) && none && !signature.isEmpty())
        || (faulty.has(TAKES_NO_ALGORITHM) && algorithm.isEmpty())
        || (faulty.has(TAKES_EMPTY_SIGNATURES) && !none && signature.isEmpty())
        || (faulty.has(TAKES_SIGNATURES_OF_ZEROS) && signature.matches("A{40,}"))
        || (faulty.has(SKIPS_SIGNATURES)
            && !signature.isEmpty()
            && algorithm.matches("[REP]S\\d+"));
  }

  private boolean remembered(OidcToken token, Faulty faulty) {
    String known = good.getOrDefault(token.signed(), "");
    return (faulty.has(REMEMBERS_WHAT_WAS_SIGNED) && !known.isEmpty())
        || (faulty.has(TAKES_SHORT_SIGNATURES)
            && !known.isEmpty()
            && known.startsWith(token.signature()))
        || (faulty.has(REMEMBERS_GOOD_SIGNATURES) && good.containsValue(token.signature()));
  }

  private boolean signed(OidcToken token, String algorithm, int port, Faulty faulty)
      throws IOException {
    if (faulty.has(BELIEVES_KEY_IN_HEADER) && token.header().has("jwk")) {
      return verified(token, algorithm, keyOfHeader(token), token.signature());
    }
    if (faulty.has(BELIEVES_CERTIFICATE_IN_HEADER) && token.header().has("x5c")) {
      return verified(token, algorithm, keyOfCertificate(token), token.signature());
    }
    if (!taken(algorithm, faulty)) {
      return false;
    }
    String signature = token.signature();
    if (faulty.has(IGNORES_WHAT_FOLLOWS_SIGNATURES) && signature.length() > RSA_CHARACTERS) {
      signature = signature.substring(0, RSA_CHARACTERS);
    }
    for (JWK key : published(token, port, faulty)) {
      if (key instanceof AsymmetricJWK && verified(token, algorithm, key, signature)) {
        return true;
      }
    }
    return false;
  }

  private static boolean taken(String algorithm, Faulty faulty) {
    if (algorithm.equals("EdDSA")) {
      return faulty.has(TAKES_EDDSA);
    }
    return algorithm.matches("[REP]S(256|384|512)")
        && !(faulty.has(TAKES_NO_RSA) && algorithm.startsWith("RS"))
        && !(faulty.has(TAKES_NO_PSS) && algorithm.startsWith("PS"))
        && !(faulty.has(TAKES_NO_ES256) && algorithm.equals("ES256"))
        && !(faulty.has(TAKES_ONLY_RS256) && !algorithm.equals("RS256"));
  }

  private List<JWK> published(OidcToken token, int port, Faulty faulty) throws IOException {
    String id = faulty.has(TRIES_ALL_KEYS) ? "" : token.text("kid");
    return keys.of(port, faulty, id).stream()
        .filter(key -> id.isEmpty() || id.equals(key.getKeyID()))
        .toList();
  }

  private static boolean verified(OidcToken token, String algorithm, JWK key, String signature) {
    try {
      return key instanceof OctetKeyPair pair
          ? edwards(token, pair, signature)
          : verified(token, algorithm, ((AsymmetricJWK) key).toPublicKey(), signature);
    } catch (JOSEException unfit) {
      return false;
    }
  }

  private static boolean verified(
      OidcToken token, String algorithm, PublicKey key, String signature) {
    try {
      JWSHeader header = new JWSHeader(JWSAlgorithm.parse(algorithm));
      return new DefaultJWSVerifierFactory()
          .createJWSVerifier(header, key)
          .verify(header, token.signedBytes(), new Base64URL(signature));
    } catch (JOSEException unfit) {
      return false;
    }
  }

  private static boolean edwards(OidcToken token, OctetKeyPair key, String signature) {
    try {
      byte[] start = HexFormat.of().parseHex("302a300506032b6570032100");
      byte[] point = key.getX().decode();
      byte[] spki = java.util.Arrays.copyOf(start, start.length + point.length);
      System.arraycopy(point, 0, spki, start.length, point.length);
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
      verifier.update(token.signedBytes());
      return verifier.verify(Base64.getUrlDecoder().decode(signature));
    } catch (GeneralSecurityException unfit) {
      return false;
    }
  }

  private static PublicKey keyOfHeader(OidcToken token) throws IOException {
    try {
      return ((AsymmetricJWK) JWK.parse(token.header().path("jwk").toString())).toPublicKey();
    } catch (ParseException | JOSEException none) {
      throw new IOException(none);
    }
  }

  private static PublicKey keyOfCertificate(OidcToken token) throws IOException {
    try {
      byte[] der = Base64.getDecoder().decode(token.header().path("x5c").path(0).asString());
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(der))
          .getPublicKey();
    } catch (GeneralSecurityException none) {
      throw new IOException(none);
    }
  }
}
