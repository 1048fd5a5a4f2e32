package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.cksauth.result.Identity;
import dev.cksauth.result.Overall;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.SubjectResult;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SignedCertificateTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final String REPORT = new JsonReport().render(Samples.conformant());
  private static final ECKey KEY = key();

  private final SignedCertificate certificates = new SignedCertificate();
  private final Certificate honest = of(Samples.conformant());
  private final String signed = certificates.sign(honest, KEY);

  private static ECKey key() {
    try {
      return new ECKeyGenerator(Curve.P_256).generate();
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Certificate of(RunResult run) {
    SubjectResult subject = run.subjects().getFirst();
    Identity identity =
        new Identity(Map.of("endpoint", List.of("sha256:" + "a1".repeat(32))), "0a1b2c3d");
    return Certificate.of(
        run,
        new SubjectResult(
            subject.id(),
            subject.kind(),
            subject.name(),
            subject.version(),
            subject.vendor(),
            subject.capabilities(),
            subject.verdict(),
            subject.profiles(),
            subject.notes(),
            identity),
        new Certificate.Terms(REPORT, true, false, NOW, Duration.ofDays(1), "c-1"));
  }

  private static SignedCertificate.Demands at(Instant now) {
    return new SignedCertificate.Demands(now, Optional.of(REPORT), Optional.of("c-1"));
  }

  private Certificate verify(String text) throws CertificateRefusedException {
    return certificates.verify(text, KEY.toPublicJWK(), at(NOW));
  }

  private void assertRefused(String text, String reason) {
    assertThatThrownBy(() -> verify(text))
        .isInstanceOf(CertificateRefusedException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void isReadBackAsItWas() throws Exception {
    assertThat(verify(signed)).isEqualTo(honest);
    assertThat(honest.verdict()).isEqualTo("conformant");
  }

  /**
   * Every other character in each place of header and signature, and 2,000 changes of the payload.
   */
  @Test
  void doesNotVerifyWithAByteChanged() {
    Random random = new Random(1);
    int payload = signed.indexOf('.') + 1;
    int signature = signed.lastIndexOf('.') + 1;
    IntStream outside =
        IntStream.concat(IntStream.range(0, payload), IntStream.range(signature, signed.length()));
    IntStream inside = random.ints(2000, payload, signature);
    IntStream.concat(outside, inside)
        .forEach(at -> {
          boolean within = at >= payload && at < signature;
          IntStream others = within ? random.ints(1, 1, 128) : IntStream.range(1, 128);
          others
              .filter(other -> other != signed.charAt(at))
              .forEach(other -> {
                String changed = signed.substring(0, at) + (char) other + signed.substring(at + 1);
                assertThat(verifies(changed)).as("byte %d as %d", at, other).isFalse();
              });
        });
  }

  private boolean verifies(String text) {
    try {
      verify(text);
      return true;
    } catch (CertificateRefusedException refused) {
      return false;
    }
  }

  /** Two thousand changes of one byte of the report. */
  @Test
  void doesNotVerifyWithAByteOfTheReportChanged() {
    Random random = new Random(2);
    for (int i = 0; i < 2000; i++) {
      int at = random.nextInt(REPORT.length());
      char other = (char) (REPORT.charAt(at) ^ (1 << random.nextInt(7)));
      String changed = REPORT.substring(0, at) + other + REPORT.substring(at + 1);
      SignedCertificate.Demands demands =
          new SignedCertificate.Demands(NOW, Optional.of(changed), Optional.empty());
      assertThatThrownBy(() -> certificates.verify(signed, KEY, demands))
          .as("byte %d", at)
          .hasMessageContaining("the report is not the one");
    }
  }

  @Test
  void hasOneTextOnly() {
    assertRefused(signed + "=", "base64url");
    assertRefused(signed + ".", "compact form");
    byte[] bytes = new Base64URL(signed.substring(signed.lastIndexOf('.') + 1)).decode();
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(bytes, 32, 64));
    byte[] other = Curve.P_256.toECParameterSpec().getOrder().subtract(s).toByteArray();
    byte[] high = Arrays.copyOf(bytes, 64);
    System.arraycopy(other, other.length - 32, high, 32, 32);
    // To a library this is as good a signature as the first.
    assertRefused(
        signed.substring(0, signed.lastIndexOf('.') + 1) + Base64URL.encode(high), "signature");
  }

  @Test
  void isOfTheKeyOfWhomOneTrusts() {
    assertRefused(certificates.sign(honest, key()), "another key");
  }

  @Test
  void isSignedByNothingButItsAlgorithm() throws Exception {
    Payload payload = new Payload(new CertificateText().write(honest));
    JWSObject secret = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), payload);
    secret.sign(new MACSigner(KEY.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
    assertRefused(secret.serialize(), "only ES256 is taken");
    String none = Base64URL.encode("{\"alg\":\"none\"}").toString();
    assertRefused(none + "." + payload.toBase64URL() + ".", "header");
  }

  /** Signed by the right key, and yet not what this version signs. */
  private String signedAsIs(String json) throws Exception {
    String header = signed.substring(0, signed.indexOf('.'));
    JWSObject object = new JWSObject(JWSHeader.parse(new Base64URL(header)), new Payload(json));
    object.sign(new ECDSASigner(KEY));
    byte[] bytes = object.getSignature().decode();
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(bytes, 32, 64));
    BigInteger order = Curve.P_256.toECParameterSpec().getOrder();
    return s.compareTo(order.shiftRight(1)) <= 0 ? object.serialize() : signedAsIs(json);
  }

  @Test
  void hasNoFieldThatIsNotKnownAndNoOtherForm() throws Exception {
    String json = new CertificateText().write(honest);
    assertThatCode(() -> verify(signedAsIs(json))).doesNotThrowAnyException();
    assertRefused(signedAsIs(json.replaceFirst("\\{", "{\"aaa\":1,")), "no certificate");
    assertRefused(signedAsIs(json.replaceFirst("\\{", "{ ")), "one form");
    assertRefused(signedAsIs(json.replace("certificate/v2", "certificate/v1")), "of version");
    assertRefused(signedAsIs("[]"), "of version");
  }

  @Test
  void saysByWhatTheSubjectIsTold() throws Exception {
    Certificate.Subject subject = verify(signed).subject();
    assertThat(subject.tlsKeys()).containsOnlyKeys("endpoint");
    assertThat(subject.clusterUid()).isEqualTo("0a1b2c3d");
  }

  @Test
  void isOfTheReportThatComesWithIt() {
    SignedCertificate.Demands demands =
        new SignedCertificate.Demands(NOW, Optional.of(REPORT + " "), Optional.empty());
    assertThatThrownBy(() -> certificates.verify(signed, KEY, demands))
        .hasMessageContaining("the report is not the one");
  }

  @Test
  void isForTheChallengeAndForItsTime() {
    SignedCertificate.Demands demands =
        new SignedCertificate.Demands(NOW, Optional.empty(), Optional.of("c-2"));
    assertThatThrownBy(() -> certificates.verify(signed, KEY, demands))
        .hasMessageContaining("not made for this challenge");
    assertThatThrownBy(() -> certificates.verify(signed, KEY, at(NOW.plus(Duration.ofDays(2)))))
        .hasMessageContaining("expired");
    assertThatThrownBy(() -> certificates.verify(signed, KEY, at(NOW.minus(Duration.ofDays(1)))))
        .hasMessageContaining("of the future");
  }

  @Test
  void aRunThatWasEndedCertifiesNobodyAsConformant() {
    RunResult run = Samples.conformant();
    RunResult ended =
        new RunResult(
            run.suiteVersion(),
            run.catalogue(),
            run.topology(),
            run.startedAt(),
            run.finishedAt(),
            run.verdict(),
            true,
            run.leftOut(),
            run.subjects(),
            run.results());
    assertThat(ended.subjects().getFirst().verdict()).isEqualTo(Overall.CONFORMANT);
    assertThat(of(ended).verdict()).isEqualTo("partial");
  }
}
