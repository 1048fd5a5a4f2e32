package dev.cksauth.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A forged certificate differs from the good one in who signed it, and in nothing that counts. */
final class CertificateForgeTest {
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final CertificateAuthority authority = CertificateAuthority.create("cluster");
  private final X509Certificate good =
      authority
          .issueClient("jane", List.of("dev", "ops"), now.minusSeconds(60), now.plusSeconds(3600))
          .certificate();
  private final X509Certificate forged =
      new CertificateForge().byForeignAuthority(good).certificate();

  @Test
  void theUserAndTheGroupsAreTheSame() {
    assertThat(forged.getSubjectX500Principal()).isEqualTo(good.getSubjectX500Principal());
  }

  @Test
  void theValidityIsTheSame() {
    assertThat(forged.getNotBefore()).isEqualTo(good.getNotBefore());
    assertThat(forged.getNotAfter()).isEqualTo(good.getNotAfter());
  }

  @Test
  void theIssuerHasTheSameName() {
    assertThat(forged.getIssuerX500Principal()).isEqualTo(good.getIssuerX500Principal());
  }

  @Test
  void theIssuerHasAnotherKey() {
    assertThatCode(() -> good.verify(authority.certificate().getPublicKey()))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> forged.verify(authority.certificate().getPublicKey()))
        .isInstanceOf(SignatureException.class);
  }

  @Test
  void theUserHasAnotherKey() {
    assertThat(forged.getPublicKey()).isNotEqualTo(good.getPublicKey());
  }
}
