package dev.cksauth.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateAuthorityTest {

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private final CertificateAuthority authority = CertificateAuthority.create("test");

  private IssuedCertificate client(String user, String... groups) {
    return authority.issueClient(
        user, List.of(groups), now.minusSeconds(60), now.plusSeconds(3600));
  }

  @Test
  void issuesACertificateThatItsOwnValidates() throws Exception {
    var path =
        CertificateFactory.getInstance("X.509")
            .generateCertPath(List.of(client("jane").certificate()));
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
    parameters.setRevocationEnabled(false);
    assertThatCode(() -> CertPathValidator.getInstance("PKIX").validate(path, parameters))
        .doesNotThrowAnyException();
  }

  @Test
  void putsUserAndGroupsIntoTheSubject() {
    assertThat(client("jane", "dev", "ops").certificate().getSubjectX500Principal().getName())
        .isEqualTo("CN=jane,O=ops,O=dev");
  }

  @Test
  void putsNamesAndAddressesIntoAServingCertificate() throws Exception {
    IssuedCertificate server =
        authority.issueServer(
            List.of("api.test"), List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
    assertThat(server.certificate().getSubjectAlternativeNames())
        .containsExactly(List.of(2, "api.test"), List.of(7, "127.0.0.1"));
  }

  @Test
  void issuesAnExpiredClientCertificateOnRequest() {
    IssuedCertificate expired =
        authority.issueClient("jane", List.of(), now.minusSeconds(60), now.minusSeconds(30));
    assertThatThrownBy(() -> expired.certificate().checkValidity())
        .isInstanceOf(CertificateExpiredException.class);
  }

  @Test
  void writesTheKeyReadableByItsOwnerOnly(@TempDir Path directory) throws Exception {
    IssuedCertificate.Written written = client("jane").writeTo(directory, "jane");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written.key())))
        .isEqualTo("rw-------");
    assertThat(written.certificate()).content().startsWith("-----BEGIN CERTIFICATE-----\n");
  }

  @Test
  void writesNoKeyOverAnotherFile(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("jane.key"), "");
    assertThatThrownBy(() -> client("jane").writeTo(directory, "jane"))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void showsNoKeyAsText() {
    ServiceAccountKey key = ServiceAccountKey.generate(ServiceAccountKey.Type.EC);
    assertThat(key.toString()).isEqualTo("ServiceAccountKey[" + key.keyId() + "]");
    assertThat(client("jane").toString()).isEqualTo("IssuedCertificate[CN=jane]");
  }
}
