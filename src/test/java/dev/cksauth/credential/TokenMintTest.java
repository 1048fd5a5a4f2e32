package dev.cksauth.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tokens that the mint signs are good to a library that had no part in them. */
final class TokenMintTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final RSAKey RSA = rsa();
  private static final ECKey P_256 = ec(Curve.P_256, "p-256");
  private static final ECKey NEWER = ec(Curve.P_256, "newer");
  private static final JWKSet KEYS =
      new JWKSet(
          List.<JWK>of(RSA, P_256, ec(Curve.P_384, "p-384"), ec(Curve.P_521, "p-521"), NEWER));

  private static RSAKey rsa() {
    try {
      return new RSAKeyGenerator(2048).keyID("rsa").generate();
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static ECKey ec(Curve curve, String id) {
    try {
      return new ECKeyGenerator(curve).keyID(id).generate();
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static ObjectNode object() {
    return JSON.createObjectNode();
  }

  private static String token(String algorithm) {
    return new TokenMint(KEYS)
        .token(algorithm, object().put("alg", algorithm), object().put("sub", "alice"), object());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
  void signsByEveryAlgorithm(String algorithm) throws Exception {
    JWSObject token = JWSObject.parse(token(algorithm));
    JWK key = new TokenMint(KEYS).key(algorithm).orElseThrow();
    assertThat(
            token.verify(
                new DefaultJWSVerifierFactory()
                    .createJWSVerifier(
                        new JWSHeader(JWSAlgorithm.parse(algorithm)),
                        ((AsymmetricJWK) key).toPublicKey())))
        .isTrue();
  }

  @Test
  void signsByTheLastKeyWhereThatIsTheFirst() {
    assertThat(new TokenMint(KEYS).newestFirst().key("ES256").orElseThrow().getKeyID())
        .isEqualTo("newer");
  }

  @Test
  void knowsAKeyThatDoesNotSign() {
    assertThat(new TokenMint(KEYS).otherKeyId("RS256")).contains("p-256");
  }

  @Test
  void writesAClaimTwiceWhereThatIsWanted() throws Exception {
    String token =
        new TokenMint(KEYS)
            .token(
                "ES256",
                object().put("alg", "ES256"),
                object().put("sub", "last"),
                object().put("sub", "first"));
    assertThat(JWSObject.parse(token).getPayload().toString())
        .isEqualTo("{\"sub\":\"first\",\"sub\":\"last\"}");
  }

  @Test
  void signsNothingWithoutAKey() {
    assertThatThrownBy(() -> token("EdDSA")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void confusesAPublicKeyWithASecret() throws Exception {
    String forged =
        new TokenForge().forge(Mutation.PUBLIC_KEY_AS_SECRET, token("RS256"), RSA.toPublicJWK());
    byte[] secret = Pem.of(RSA.toPublicKey()).getBytes(StandardCharsets.US_ASCII);
    assertThat(JWSObject.parse(forged).verify(new MACVerifier(secret))).isTrue();
  }
}
