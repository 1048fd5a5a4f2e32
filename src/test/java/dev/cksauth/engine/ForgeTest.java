package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that make a bad credential of a good one. */
final class ForgeTest {
  private static final CertificateAuthority CLUSTER = CertificateAuthority.create("cluster");

  @TempDir private Path directory;
  private Stage stage;

  @BeforeEach
  void set() throws Exception {
    stage = new Stage(directory);
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private static String part(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String forging(String mutation, String from) {
    return """
      - issue: {name: forged, forge: %s, from: %s}
      - title: the forged credential names nobody
        request: {endpoint: managed, as: forged}
        expect: {identity: none}
    """
        .formatted(mutation, from);
  }

  private static boolean signedByTheCluster(X509Certificate shown) {
    try {
      shown.verify(CLUSTER.certificate().getPublicKey());
      return true;
    } catch (java.security.GeneralSecurityException stranger) {
      return false;
    }
  }

  private ScenarioResult forgingACertificate() throws Exception {
    Instant now = Instant.now();
    IssuedCertificate jane =
        CLUSTER.issueClient("jane", List.of("dev"), now.minusSeconds(60), now.plusSeconds(600));
    var written = jane.writeTo(directory, "jane");
    assertThat(written.key()).exists();
    return stage
        .with(
            """
              - name: jane
                kind: client-certificate
                clientCertificate: {certificate: jane.crt, key: jane.key}
                expect: {username: jane}
            """)
        .scenario(
            "forges",
            """
              - control: the certificate is good
                request: {endpoint: managed, as: client-certificate}
                expect: {identity: own}
            """
                + forging("foreign-authority", "client-certificate"))
        .one();
  }

  @Test
  void aForgedCertificateHasTheSameSubjectAndAnotherSigner() throws Exception {
    stage.managed.says(asked ->
        asked.certificate().filter(ForgeTest::signedByTheCluster).isPresent()
            ? Replies.review("jane")
            : Replies.unauthorized());
    ScenarioResult result = forgingACertificate();
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASSED);
    List<X509Certificate> shown =
        stage.managed.asked().stream().flatMap(asked -> asked.certificate().stream()).toList();
    assertThat(shown.get(1)).isNotEqualTo(shown.getFirst());
    assertThat(shown.get(1).getSubjectX500Principal())
        .isEqualTo(shown.getFirst().getSubjectX500Principal());
  }

  @Test
  void whoTakesAnyCertificateTakesAForgedOneAndFails() throws Exception {
    stage.managed.says(asked -> Replies.review("jane"));
    assertThat(forgingACertificate().verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void withoutTheClustersKeyNothingIsSignedAnewAndThatIsNotTested() throws Exception {
    ScenarioResult result =
        stage.scenario("forges", Stage.CONTROL + forging("resigned", "service-account")).one();
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(result.reason()).contains("serviceAccountSigner");
  }

  @Test
  void aTokenOfAnUnknownAlgorithmCannotBeForgedAndThatIsAnError() throws Exception {
    String token = part("{\"alg\":\"ES256K\"}") + "." + part("{\"sub\":\"old\"}") + "." + part("s");
    ScenarioResult result =
        stage
            .with("  - {name: old, kind: service-account-expired, token: \"" + token + "\"}")
            .scenario("forges", Stage.CONTROL + forging("foreign-key", "service-account-expired"))
            .one();
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason())
        .contains("service-account-expired cannot be forged")
        .contains("algorithm ES256K");
  }

  @Test
  void aTokenThatMeansTheSameInEitherCaseIsNotTested() throws Exception {
    ScenarioResult result =
        stage
            .with("  - {name: old, kind: service-account-expired, token: c0ffee-1234-c0ffee}")
            .scenario("forges", Stage.CONTROL + forging("case-swapped", "service-account-expired"))
            .one();
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(result.reason()).contains("hexadecimal digits mean the same in either case");
  }

  @Test
  void whatIsNoJsonWebTokenHasNoSignatureToForgeAndThatIsAnError() throws Exception {
    ScenarioResult result =
        stage.scenario("forges", Stage.CONTROL + forging("signature-changed", "console")).one();
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason()).contains("is not a JSON Web Token");
  }

  @Test
  void aTokenIsNoCertificateToForgeAndThatIsAnError() throws Exception {
    ScenarioResult result =
        stage.scenario("forges", Stage.CONTROL + forging("foreign-authority", "console")).one();
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason()).contains("it has no certificate");
  }
}
