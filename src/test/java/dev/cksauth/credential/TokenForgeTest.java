package dev.cksauth.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class TokenForgeTest {
  /** The last character of 32 bytes in base64url carries two bits that nobody reads. */
  private static final String TOKEN =
      part("{\"alg\":\"ES256\"}") + "." + part("{\"sub\":\"robot\"}") + "." + part("s".repeat(64));

  private static String part(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> decoded(String token) {
    return Stream.of(token.split("\\.", -1))
        .map(part -> new String(Base64.getUrlDecoder().decode(part), StandardCharsets.ISO_8859_1))
        .toList();
  }

  private static List<String> forged(Mutation mutation) {
    return decoded(new TokenForge().forge(mutation, TOKEN));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SIGNATURE_CHANGED",
        "SIGNATURE_REMOVED",
        "ALGORITHM_NONE",
        "PAYLOAD_CHANGED",
        "FOREIGN_KEY"
      })
  void aForgedTokenDiffersInDecodedBytes(Mutation mutation) {
    assertThat(forged(mutation)).hasSize(3).isNotEqualTo(decoded(TOKEN));
  }

  @Test
  void aChangedSignatureDiffersInOneBit() {
    String before = decoded(TOKEN).get(2);
    String after = forged(Mutation.SIGNATURE_CHANGED).get(2);
    int bits = 0;
    for (int i = 0; i < before.length(); i++) {
      bits += Integer.bitCount(before.charAt(i) ^ after.charAt(i));
    }
    assertThat(bits).isEqualTo(1);
  }

  @Test
  void aChangedPayloadKeepsTheSignature() {
    assertThat(forged(Mutation.PAYLOAD_CHANGED))
        .containsExactly("{\"alg\":\"ES256\"}", "{\"sub\":\"robot-other\"}", "s".repeat(64));
  }

  @Test
  void withoutAlgorithmThereIsNoSignature() {
    assertThat(forged(Mutation.ALGORITHM_NONE))
        .containsExactly("{\"alg\":\"none\"}", "{\"sub\":\"robot\"}", "");
  }

  @Test
  void whatIsNoJsonWebTokenCannotBeForged() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TokenForge().forge(Mutation.SIGNATURE_CHANGED, "opaque"));
  }

  @Test
  void aTextIsChangedAtItsEnd() {
    TokenForge forge = new TokenForge();
    assertThat(forge.forge(Mutation.LENGTHENED, "CW-SECRET-abcdEFGH"))
        .isEqualTo("CW-SECRET-abcdEFGHxxxx");
    assertThat(forge.forge(Mutation.SHORTENED, "CW-SECRET-abcdEFGH")).isEqualTo("CW-SECRET-abcd");
    assertThat(forge.forge(Mutation.CASE_SWAPPED, "CW-SECRET-abcdEFGH"))
        .isEqualTo("CW-SECRET-ABCDefgh");
  }

  @Test
  void hexadecimalDigitsMeanTheSameInEitherCase() {
    assertThatExceptionOfType(NothingToChangeException.class)
        .isThrownBy(() ->
            new TokenForge().forge(Mutation.CASE_SWAPPED, "6f1ed002-ab5c-4de1-90ab-c0ffee000001"));
  }

  @Test
  void aTokenOfDigitsHasNoCase() {
    assertThatExceptionOfType(NothingToChangeException.class)
        .isThrownBy(() -> new TokenForge().forge(Mutation.CASE_SWAPPED, "1234_5678"));
  }

  @Test
  void aTokenThatNeedsNoSignatureMayKeepOne() {
    assertThat(forged(Mutation.ALGORITHM_NONE_SIGNED))
        .containsExactly("{\"alg\":\"none\"}", "{\"sub\":\"robot\"}", "s".repeat(64));
  }

  @Test
  void anAlgorithmThatIsRemovedIsNotNamedAtAll() {
    assertThat(forged(Mutation.ALGORITHM_REMOVED)).containsExactly("{}", "{\"sub\":\"robot\"}", "");
  }

  @Test
  void aBlankSignatureIsAsLongAsTheOldOne() {
    assertThat(forged(Mutation.BLANK_SIGNATURE).get(2)).isEqualTo("\0".repeat(64));
  }

  @ParameterizedTest
  @CsvSource({
    "HS256, 32",
    "HS384, 48",
    "HS512, 64",
    "RS256, 256",
    "RS384, 256",
    "RS512, 256",
    "PS256, 256",
    "PS384, 256",
    "PS512, 256",
    "ES256, 64",
    "ES384, 96",
    "ES512, 132",
    "EdDSA, 64"
  })
  void aStrangerSignsWithTheAlgorithmOfTheToken(String algorithm, int length) {
    String token = part("{\"alg\":\"" + algorithm + "\"}") + "." + part("{}") + "." + part("s");
    List<String> forged = decoded(new TokenForge().forge(Mutation.FOREIGN_KEY, token));
    assertThat(forged.subList(0, 2)).isEqualTo(decoded(token).subList(0, 2));
    assertThat(forged.get(2)).hasSize(length);
  }

  @Test
  void nobodySignsWithAnAlgorithmThatThereIsNot() {
    String token = part("{\"alg\":\"ES256K\"}") + "." + part("{}") + "." + part("s");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TokenForge().forge(Mutation.FOREIGN_KEY, token))
        .withMessageContaining("algorithm ES256K");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"RESIGNED", "EXPIRED", "NOT_YET_VALID", "ISSUER_CHANGED", "AUDIENCE_CHANGED"})
  void otherClaimsStandUnderAGoodSignature(Mutation mutation) throws Exception {
    ServiceAccountKey key = ServiceAccountKey.generate(ServiceAccountKey.Type.EC);
    String forged = new TokenForge().forge(mutation, TOKEN, key.keys().getPrivate());
    Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
    verifier.initVerify(key.keys().getPublic());
    String[] parts = forged.split("\\.", -1);
    verifier.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(verifier.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    assertThat(decoded(forged).get(1)).isNotEqualTo(decoded(TOKEN).get(1));
  }

  @Test
  void aKeyOfAnotherKindSignsNothing() {
    ServiceAccountKey rsa = ServiceAccountKey.generate(ServiceAccountKey.Type.RSA);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TokenForge().forge(Mutation.EXPIRED, TOKEN, rsa.keys().getPrivate()))
        .withMessageContaining("does not fit");
  }
}
