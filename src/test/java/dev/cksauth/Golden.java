package dev.cksauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares with a file that a person has approved. {@code -Dgolden.update=true} writes the files
 * anew; the difference is then read in version control.
 */
public final class Golden {
  private static final Path FILES = Path.of("src", "test", "resources");

  private Golden() {}

  /**
   * The text is the file's.
   *
   * @param name a path below the tests' resources
   */
  public static void assertSame(String name, String actual) {
    Path file = FILES.resolve(name);
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.writeString(file, actual);
      }
      assertThat(actual).as(name).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
