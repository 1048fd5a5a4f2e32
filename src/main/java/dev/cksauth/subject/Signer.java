package dev.cksauth.subject;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.text.ParseException;
import java.util.List;

/**
 * Private keys to sign tokens with.
 *
 * @param content the file's: a private key in PEM, or private JSON Web Keys
 */
public record Signer(Path file, SecretValue content) {

  /**
   * The first private key of the file, which was found good when the subject was read.
   *
   * @throws IllegalStateException when the file holds none after all
   */
  public PrivateKey key() {
    String text = content.reveal();
    try {
      if (!text.stripLeading().startsWith("{")) {
        return Pem.parse(text).key().orElseThrow(() -> new IllegalStateException("no key"));
      }
      List<JWK> keys =
          text.contains("\"keys\"") ? JWKSet.parse(text).getKeys() : List.of(JWK.parse(text));
      for (JWK key : keys) {
        if (key.isPrivate() && key instanceof AsymmetricJWK pair) {
          return pair.toPrivateKey();
        }
      }
      throw new IllegalStateException("no private key");
    } catch (IOException | GeneralSecurityException | ParseException | JOSEException unreadable) {
      throw new IllegalStateException("no key that can be read", unreadable);
    }
  }

  /**
   * All private keys, as the file has them now: an issuer that changes its keys writes them anew.
   *
   * @throws IOException when the file cannot be read any more, or holds none
   */
  public JWKSet keySet() throws IOException {
    String text = Files.readString(file);
    try {
      if (text.stripLeading().startsWith("{")) {
        return text.contains("\"keys\"") ? JWKSet.parse(text) : new JWKSet(JWK.parse(text));
      }
      return new JWKSet(JWK.parseFromPEMEncodedObjects(text));
    } catch (ParseException | JOSEException unreadable) {
      throw new IOException(file + " holds no key that can be read", unreadable);
    }
  }
}
