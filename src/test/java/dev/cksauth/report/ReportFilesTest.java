package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportFilesTest {
  @TempDir private Path directory;

  @Test
  void writesAllFilesAndLeavesNothingElse() throws IOException {
    Path reports = directory.resolve("a/b");
    List<Path> files = new ReportFiles().write(reports, Samples.everyVerdict());
    assertThat(files)
        .containsExactly(
            reports.resolve("report.json"),
            reports.resolve("junit.xml"),
            reports.resolve("index.html"),
            reports.resolve("summary.md"));
    assertThat(names(reports))
        .containsExactly("index.html", "junit.xml", "report.json", "summary.md");
    assertThat(new JsonReport().read(files.getFirst())).isEqualTo(Samples.everyVerdict());
  }

  @Test
  void replacesAnEarlierReport() throws IOException {
    new ReportFiles().write(directory, Samples.everyVerdict());
    new ReportFiles().write(directory, Samples.conformant());
    assertThat(new JsonReport().read(directory.resolve("report.json")))
        .isEqualTo(Samples.conformant());
    assertThat(names(directory))
        .containsExactly("index.html", "junit.xml", "report.json", "summary.md");
  }

  @Test
  void aDiskThatFillsUpLeavesTheEarlierReportWhole() throws IOException {
    new ReportFiles().write(directory, Samples.everyVerdict());
    for (int failing = 1; failing <= 2; failing++) {
      String file = failing == 1 ? "report.json" : "junit.xml";
      assertThatThrownBy(() -> fullAt(file).write(directory, Samples.conformant()))
          .isInstanceOf(IOException.class)
          .hasMessage("cannot write %s: No space left on device", directory.resolve(file));
      assertEarlierReport();
    }
  }

  @Test
  void aDirectoryInPlaceOfAFileLeavesTheEarlierReportWhole() throws IOException {
    new ReportFiles().write(directory, Samples.everyVerdict());
    Files.delete(directory.resolve("junit.xml"));
    Files.createDirectories(directory.resolve("junit.xml/sub"));
    assertThatThrownBy(() -> new ReportFiles().write(directory, Samples.conformant()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.resolve("junit.xml") + ": a directory is in its place");
    assertEarlierReport();
  }

  @Test
  void saysThatTheDirectoryCannotBeMade() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    assertThatThrownBy(() -> new ReportFiles().write(file, Samples.conformant()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot write " + file);
    assertThat(file).hasContent("x");
  }

  private void assertEarlierReport() throws IOException {
    assertThat(new JsonReport().read(directory.resolve("report.json")))
        .isEqualTo(Samples.everyVerdict());
    assertThat(names(directory))
        .containsExactly("index.html", "junit.xml", "report.json", "summary.md");
  }

  /** Writes half of the named file, then meets a full disk. */
  private static ReportFiles fullAt(String file) {
    AtomicInteger written = new AtomicInteger();
    int failing = file.equals("report.json") ? 1 : 2;
    return new ReportFiles((channel, bytes) -> {
      boolean full = written.incrementAndGet() == failing;
      channel.write(full ? bytes.slice(0, bytes.limit() / 2) : bytes);
      if (full) {
        throw new IOException("No space left on device");
      }
    });
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
