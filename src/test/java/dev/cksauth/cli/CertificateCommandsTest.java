package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code keygen}, {@code verify} and {@code run --sign} with files that are not there or not what
 * they should be.
 */
final class CertificateCommandsTest {
  @TempDir private Path directory;

  private static void assertWrongInput(Called called, String says) {
    assertThat(called.err()).contains(says);
    assertThat(called.out()).isEmpty();
    assertThat(called.code()).isEqualTo(2);
  }

  private Path keys() {
    Path prefix = directory.resolve("acme");
    assertThat(Called.with("keygen", "--out", prefix).code()).isZero();
    return prefix;
  }

  /** Root reads and writes whatever the mode. */
  private static void assumeModesCount(Path file) {
    assumeThat(Files.isReadable(file)).as("this user reads files of mode 000").isFalse();
  }

  @Test
  void keygenSaysThatTheDirectoryIsMissing() {
    Path prefix = directory.resolve("gone/acme");
    assertWrongInput(
        Called.with("keygen", "--out", prefix),
        "cannot write %s.jwk: there is no such directory".formatted(prefix));
  }

  @Test
  void keygenOverwritesNoKey() {
    Path prefix = keys();
    assertWrongInput(Called.with("keygen", "--out", prefix), prefix + ".pub.jwk is there already");
  }

  @Test
  void verifySaysThatTheCertificateIsMissing() {
    Path gone = directory.resolve("gone.jws");
    assertWrongInput(
        Called.with("verify", gone, "--key", keys() + ".pub.jwk"), gone + ": no such file");
  }

  @Test
  void verifySaysThatTheKeyIsMissing() throws IOException {
    Path certificate = Files.writeString(directory.resolve("c.jws"), "a.b.c");
    Path gone = directory.resolve("gone.jwk");
    assertWrongInput(Called.with("verify", certificate, "--key", gone), gone + ": no such file");
  }

  @Test
  void verifySaysThatTheReportIsMissing() throws IOException {
    Path certificate = Files.writeString(directory.resolve("c.jws"), "a.b.c");
    Path gone = directory.resolve("gone.json");
    assertWrongInput(
        Called.with("verify", certificate, "--key", keys() + ".pub.jwk", "--report", gone),
        gone + ": no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"certificate", "key"})
  void verifySaysThatAFileIsADirectory(String which) throws IOException {
    Path file = Files.writeString(directory.resolve("c.jws"), "a.b.c");
    Called called =
        which.equals("key")
            ? Called.with("verify", file, "--key", directory)
            : Called.with("verify", directory, "--key", keys() + ".pub.jwk");
    assertWrongInput(called, directory + ": is a directory, not a file");
  }

  @Test
  void verifySaysThatAFileMayNotBeRead() throws IOException {
    Path file = Files.writeString(directory.resolve("c.jws"), "a.b.c");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeModesCount(file);
    assertWrongInput(
        Called.with("verify", file, "--key", keys() + ".pub.jwk"),
        file + ": cannot be read: permission denied");
  }

  @Test
  void signingSaysThatTheKeyIsMissing() {
    Path gone = directory.resolve("gone.jwk");
    assertWrongInput(Called.with("run", "--sign", gone), gone + ": no such file");
  }
}
