package dev.cksauth.reference.idp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The keys of issuers. */
public enum IssuerKeys {
  /** One that signs by ES256: made in no time. */
  ONE,
  /** One for each kind of algorithm that issuers use, of RSA, P-256, P-384, P-521 and Ed25519. */
  ALL;

  private static final int RSA_BITS = 2048;

  /** New keys, of ids that no others have. */
  JWKSet make() {
    try {
      return switch (this) {
        case ONE -> new JWKSet(ec(Curve.P_256));
        case ALL ->
            new JWKSet(
                List.<JWK>of(rsa(), ec(Curve.P_256), ec(Curve.P_384), ec(Curve.P_521), edwards()));
      };
    } catch (JOSEException | GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static RSAKey rsa() throws JOSEException {
    return new RSAKeyGenerator(RSA_BITS).keyID(id()).keyUse(KeyUse.SIGNATURE).generate();
  }

  private static ECKey ec(Curve curve) throws JOSEException {
    return new ECKeyGenerator(curve).keyID(id()).keyUse(KeyUse.SIGNATURE).generate();
  }

  /** The library makes such keys only with another one beside it. */
  private static OctetKeyPair edwards() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] secret = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    // The last 32 bytes of the standard form are the point (RFC 8410 section 4).
    byte[] spki = ((EdECPublicKey) pair.getPublic()).getEncoded();
    byte[] point = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
        .d(Base64URL.encode(secret))
        .keyID(id())
        .keyUse(KeyUse.SIGNATURE)
        .build();
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }
}
