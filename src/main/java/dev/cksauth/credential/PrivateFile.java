package dev.cksauth.credential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files with secrets. */
public final class PrivateFile {

  private PrivateFile() {}

  /**
   * Writes a file that only its owner can read, mode 600 from the first moment.
   *
   * @return the file
   * @throws IOException when it cannot be written; {@link java.nio.file.FileAlreadyExistsException}
   *     when it exists, for it may have another mode or be another user's link
   */
  public static Path write(Path file, String content) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }

  /**
   * Writes such a file in one step, in the place of the one that may be there: no reader finds half
   * of it.
   *
   * @throws IOException when it cannot be written; what was there is left as it was
   */
  public static void replace(Path file, String content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    write(next, content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
