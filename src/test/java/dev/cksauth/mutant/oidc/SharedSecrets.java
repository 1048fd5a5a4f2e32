package dev.cksauth.mutant.oidc;

import static dev.cksauth.mutant.oidc.OidcFault.*;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.cksauth.credential.ServiceAccountKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What verifiers take for the secret of a token of HS256: an honest one takes nothing. */
record SharedSecrets(Faulty faulty) {
  private static final Pattern QUERY = Pattern.compile(".*SELECT '([a-z]+)'.*");

  boolean fit(OidcToken token, List<JWK> published) {
    if (faulty.has(HAS_AN_EMPTY_SECRET)) {
      return fits(token, new byte[1]);
    }
    if (faulty.has(HAS_A_GUESSABLE_SECRET)) {
      return fits(token, bytes("secret"));
    }
    String id = token.text("kid");
    if (faulty.has(READS_SECRETS_FROM_FILES) && id.endsWith("/dev/null")) {
      return fits(token, new byte[1]);
    }
    Matcher query = QUERY.matcher(id);
    if (faulty.has(READS_SECRETS_BY_QUERY) && query.matches()) {
      return fits(token, bytes(query.group(1)));
    }
    return published.stream().anyMatch(key -> fitsKey(token, key));
  }

  private boolean fitsKey(OidcToken token, JWK key) {
    try {
      PublicKey open = ((AsymmetricJWK) key).toPublicKey();
      return (faulty.has(TAKES_PEM_AS_SECRET)
              && fits(token, bytes(new ServiceAccountKey(new KeyPair(open, null)).publicKeyPem())))
          || (faulty.has(TAKES_DER_AS_SECRET) && fits(token, open.getEncoded()))
          || (faulty.has(TAKES_MODULUS_AS_SECRET)
              && key instanceof RSAKey rsa
              && fits(token, rsa.getModulus().decode()))
          || (faulty.has(TAKES_JWK_AS_SECRET)
              && fits(token, bytes(key.toPublicJWK().toJSONString())));
    } catch (JOSEException none) {
      return false;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean fits(OidcToken token, byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return MessageDigest.isEqual(
          mac.doFinal(token.signedBytes()), Base64.getUrlDecoder().decode(token.signature()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
