package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.managed.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are renewed in their files. */
final class CertificateFilesTest {
  @TempDir private Path directory;
  private Path certificate = Path.of("");
  private Path key = Path.of("");
  private IssuedCertificate next;
  private CertificateFiles files;

  @BeforeEach
  void write() throws Exception {
    IssuedCertificate first = Caller.issued();
    next = Caller.issued();
    certificate = Files.writeString(directory.resolve("tls.crt"), first.certificatePem());
    key = Files.writeString(directory.resolve("tls.key"), first.privateKeyPem());
    files = new CertificateFiles(certificate, key);
    assertThat(shown(files.read())).isEqualTo(first.certificate());
  }

  private static Object shown(TlsIdentity identity) {
    return identity.chain().getFirst();
  }

  /** As {@code mv} does: the time of writing goes along. */
  private void move(String text, Path to, Instant written) throws IOException {
    Path from = Files.writeString(directory.resolve("next"), text);
    Files.setLastModifiedTime(from, FileTime.from(written));
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void whatHasNotChangedIsNotReadAgain() throws Exception {
    assertThat(files.renewed()).isEmpty();
  }

  @Test
  void aPairIsReadOnceBothAreReplaced() throws Exception {
    Files.writeString(key, next.privateKeyPem());
    Files.writeString(certificate, next.certificatePem());
    assertThat(files.renewed().map(CertificateFilesTest::shown)).contains(next.certificate());
    assertThat(files.renewed()).isEmpty();
  }

  @Test
  void aKeyThatWasMadeBeforeItsCertificateMayBeReplacedAfterIt() throws Exception {
    Instant now = Instant.now();
    move(next.certificatePem(), certificate, now);
    assertThatThrownBy(files::renewed)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not the key of the certificate");
    move(next.privateKeyPem(), key, now.minusSeconds(60));
    assertThat(files.renewed().map(CertificateFilesTest::shown)).contains(next.certificate());
  }

  @Test
  void filesThatAreGoneForAMomentAreReadWhenTheyAreBack() throws Exception {
    Files.delete(key);
    assertThatThrownBy(files::renewed).isInstanceOf(IOException.class);
    Files.writeString(certificate, next.certificatePem());
    Files.writeString(key, next.privateKeyPem());
    assertThat(files.renewed().map(CertificateFilesTest::shown)).contains(next.certificate());
  }

  @Test
  void whatCannotBeUsedIsToldOnce() throws Exception {
    Files.writeString(key, next.privateKeyPem());
    assertThatThrownBy(files::renewed).isInstanceOf(IOException.class);
    assertThat(files.renewed()).isEmpty();
  }
}
