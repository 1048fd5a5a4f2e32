package dev.cksauth.reference.webhook;

import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.subject.ClientCertificate;
import dev.cksauth.subject.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/** A certificate and its key in two PEM files, which somebody else renews. */
public final class CertificateFiles {
  private final Path certificate;
  private final Path key;
  private List<Stamp> seen = List.of();

  /**
   * What tells one state of a file from another. Not the time alone: a file that is moved into
   * place keeps the time at which it was written, which may be before that of the other file.
   */
  private record Stamp(FileTime modified, long size, Optional<Object> file) {
    private static final Stamp ABSENT = new Stamp(FileTime.fromMillis(0), -1, Optional.empty());

    static Stamp of(Path path) {
      try {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        return new Stamp(
            found.lastModifiedTime(), found.size(), Optional.ofNullable(found.fileKey()));
      } catch (IOException replacedJustNow) {
        return ABSENT;
      }
    }
  }

  public CertificateFiles(Path certificate, Path key) {
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * Reads both files.
   *
   * @throws IOException when one cannot be read, or the two are no pair
   */
  public synchronized TlsIdentity read() throws IOException {
    // Before the files: what is written while they are read counts as another change.
    seen = stamps();
    ClientCertificate pair = PemFiles.identity(certificate, key);
    return new TlsIdentity(pair.key(), pair.chain());
  }

  /**
   * Reads both files where one is another than when they were last read.
   *
   * @return empty where nothing has changed
   * @throws IOException when they cannot be used, as between the replacement of one and that of the
   *     other; they are read again once a file changes
   */
  public synchronized Optional<TlsIdentity> renewed() throws IOException {
    return stamps().equals(seen) ? Optional.empty() : Optional.of(read());
  }

  private List<Stamp> stamps() {
    return List.of(Stamp.of(certificate), Stamp.of(key));
  }
}
