package dev.cksauth.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class FileTextTest {

  @Test
  void everyReasonIsSaidInWords() {
    assertThat(FileText.reason(new NoSuchFileException("f"))).isEqualTo("no such file");
    assertThat(FileText.reason(new AccessDeniedException("f")))
        .isEqualTo("cannot be read: permission denied");
    assertThat(FileText.reason(new IOException("Is a directory")))
        .isEqualTo("is a directory, not a file");
    assertThat(FileText.reason(new MalformedInputException(1))).startsWith("not UTF-8");
    assertThat(FileText.reason(new FileSystemException("f", null, "Too many open files")))
        .isEqualTo("cannot be read: Too many open files");
    assertThat(FileText.reason(new IOException("Input/output error")))
        .isEqualTo("cannot be read: Input/output error");
  }
}
