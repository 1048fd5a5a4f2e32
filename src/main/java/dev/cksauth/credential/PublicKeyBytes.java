package dev.cksauth.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A public key in the forms in which a careless verifier may have it at hand as a secret. */
final class PublicKeyBytes {
  private PublicKeyBytes() {}

  static byte[] of(Mutation mutation, JWK key) {
    return switch (mutation) {
      case PUBLIC_KEY_AS_SECRET -> Pem.of(publicKey(key)).getBytes(StandardCharsets.US_ASCII);
      case PUBLIC_KEY_DER_AS_SECRET -> publicKey(key).getEncoded();
      case MODULUS_AS_SECRET -> numbers(key);
      case KEY_SET_AS_SECRET -> key.toJSONString().getBytes(StandardCharsets.UTF_8);
      default -> throw new IllegalArgumentException(mutation.word() + " needs no public key");
    };
  }

  private static java.security.PublicKey publicKey(JWK key) {
    try {
      if (key instanceof AsymmetricJWK pair) {
        return pair.toPublicKey();
      }
      throw new IllegalArgumentException("not a public key");
    } catch (JOSEException unsupported) {
      throw new IllegalArgumentException("no such form of this key", unsupported);
    }
  }

  private static byte[] numbers(JWK key) {
    return switch (key) {
      case RSAKey rsa -> rsa.getModulus().decode();
      case ECKey ec -> joined(ec.getX().decode(), ec.getY().decode());
      case OctetKeyPair pair -> pair.getX().decode();
      default -> throw new IllegalArgumentException("not a public key");
    };
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(first);
    bytes.writeBytes(second);
    return bytes.toByteArray();
  }
}
