package dev.cksauth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.subject.ClientCertificate;
import dev.cksauth.subject.PemFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuthorityFilesTest {
  private final CertificateAuthority authority = CertificateAuthority.create("test");

  @TempDir Path directory;

  @Test
  void whoReadsThemIssuesForTheSameAuthority() throws Exception {
    authority.writeTo(directory, "authority");
    ClientCertificate pair =
        PemFiles.identity(directory.resolve("authority.crt"), directory.resolve("authority.key"));
    CertificateAuthority read = CertificateAuthority.of(pair.chain().getFirst(), pair.key());
    IssuedCertificate issued = read.issueServer(List.of("localhost"), List.of());
    issued.certificate().verify(authority.certificate().getPublicKey());
    assertThat(read.certificate()).isEqualTo(authority.certificate());
  }

  @Test
  void theKeyIsItsOwnersOnly() throws Exception {
    authority.writeTo(directory, "authority");
    Path key = directory.resolve("authority.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
  }
}
