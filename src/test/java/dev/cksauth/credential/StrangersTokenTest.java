package dev.cksauth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stranger signs is good for whoever verifies it as the token itself says. */
final class StrangersTokenTest {
  private static final String PAYLOAD = Base64URL.encode("{\"sub\":\"robot\"}").toString();

  private static SignedJWT made(Mutation mutation) throws Exception {
    SignedJWT made = SignedJWT.parse(new StrangersToken().of(mutation, PAYLOAD));
    assertThat(made.getPayload().toBase64URL()).hasToString(PAYLOAD);
    return made;
  }

  @Test
  void aKeyInTheHeaderVerifiesIt() throws Exception {
    SignedJWT made = made(Mutation.OWN_KEY_IN_HEADER);
    assertThat(made.verify(new ECDSAVerifier(made.getHeader().getJWK().toECKey()))).isTrue();
  }

  @Test
  void aKeyInTheHeaderIsNotThePrivateOne() throws Exception {
    assertThat(made(Mutation.OWN_KEY_IN_HEADER).getHeader().getJWK().isPrivate()).isFalse();
  }

  @Test
  void aCertificateInTheHeaderVerifiesIt() throws Exception {
    SignedJWT made = made(Mutation.OWN_CERTIFICATE_IN_HEADER);
    byte[] certificate = made.getHeader().getX509CertChain().getFirst().decode();
    ECPublicKey key = (ECPublicKey) X509CertUtils.parse(certificate).getPublicKey();
    assertThat(made.verify(new ECDSAVerifier(key))).isTrue();
  }

  @Test
  void anAddressOfKeysIsInBothHeaders() throws Exception {
    URI keys = URI.create("https://127.0.0.1:1/keys");
    SignedJWT made = SignedJWT.parse(new StrangersToken().withKeysAt(keys, PAYLOAD));
    assertThat(made.getHeader().getJWKURL()).isEqualTo(keys);
    assertThat(made.getHeader().getX509CertURL()).isEqualTo(keys);
  }

  @ParameterizedTest
  @CsvSource({"GUESSABLE_SECRET,", "KEY_ID_QUERY, x' UNION SELECT 'secret' -- "})
  void theSecretOfExamplesVerifiesIt(Mutation mutation, String keyId) throws Exception {
    SignedJWT made = made(mutation);
    // The library takes no secret that is shorter than the hash: zeros are what HMAC pads with.
    byte[] padded = Arrays.copyOf("secret".getBytes(StandardCharsets.US_ASCII), 32);
    assertThat(made.verify(new MACVerifier(padded))).isTrue();
    assertThat(String.valueOf(made.getHeader().getKeyID()).strip())
        .isEqualTo(String.valueOf(keyId).strip());
  }

  @ParameterizedTest
  @CsvSource({"EMPTY_SECRET, null", "KEY_ID_PATH, ../../../../../../../../../../dev/null"})
  void nothingAtAllVerifiesIt(Mutation mutation, String keyId) throws Exception {
    SignedJWT made = made(mutation);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
    assertThat(made.getSignature().decode()).isEqualTo(mac.doFinal(made.getSigningInput()));
    assertThat(String.valueOf(made.getHeader().getKeyID())).isEqualTo(keyId);
  }

  @Test
  void aBootstrapTokenHasItsTwoParts() {
    assertThat(TokenForm.BOOTSTRAP_TOKEN.make()).matches("[a-z0-9]{6}\\.[a-z0-9]{16}");
  }
}
