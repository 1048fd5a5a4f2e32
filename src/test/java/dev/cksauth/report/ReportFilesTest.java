package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportFilesTest {
  private static final String[] FILES = {
    "allure-results", "index.html", "junit.xml", "report.json", "summary.md"
  };

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
            reports.resolve("summary.md"),
            reports.resolve("allure-results"));
    assertThat(names(reports)).containsExactly(FILES);
    assertThat(new JsonReport().read(files.getFirst())).isEqualTo(Samples.everyVerdict());
  }

  @Test
  void replacesAnEarlierReport() throws IOException {
    new ReportFiles().write(directory, Samples.everyVerdict());
    new ReportFiles().write(directory, Samples.conformant());
    assertThat(new JsonReport().read(directory.resolve("report.json")))
        .isEqualTo(Samples.conformant());
    assertThat(names(directory)).containsExactly(FILES);
  }

  @Test
  void aDiskThatFillsUpLeavesTheEarlierReportWhole() throws IOException {
    new ReportFiles().write(directory, Samples.everyVerdict());
    int allure = new AllureReport().render(Samples.conformant()).size();
    for (int failing = 1; failing <= allure + 4; failing++) {
      int full = failing;
      assertThatThrownBy(() -> fullAt(full).write(directory, Samples.conformant()))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "cannot write .*: No space left on device; the earlier report there is as it was");
      assertEarlierReport();
    }
  }

  @Test
  void resultsOfTwoRunsAreNeverMixed() throws IOException {
    new ReportFiles().write(directory, Samples.everyVerdict());
    new ReportFiles().write(directory, Samples.conformant());
    assertThat(names(directory.resolve("allure-results")))
        .containsExactlyElementsOf(
            new AllureReport().render(Samples.conformant()).keySet().stream().sorted().toList());
  }

  @Test
  void resultsOfAnotherToolAreNotDeleted() throws IOException {
    Path other = Files.createDirectories(directory.resolve("allure-results"));
    Files.writeString(other.resolve("x-result.json"), "{}");
    assertThatThrownBy(() -> new ReportFiles().write(directory, Samples.conformant()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(other + ": the results in it are not of cks-auth");
    assertThat(names(other)).containsExactly("x-result.json");
    assertThat(names(directory)).containsExactly("allure-results");
  }

  @Test
  void anEmptyDirectoryOfResultsIsTaken() throws IOException {
    Files.createDirectories(directory.resolve("allure-results"));
    new ReportFiles().write(directory, Samples.conformant());
    assertThat(names(directory.resolve("allure-results"))).contains("environment.properties");
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

  /** A certificate of the earlier report beside the later one would be of neither. */
  @Test
  void aDiskThatFillsUpAtTheLastFileLeavesAllOfTheEarlierOnes() throws IOException {
    new ReportFiles()
        .write(directory, Samples.everyVerdict(), Map.of("certificate-jwt.jws", "earlier"));
    int last = new AllureReport().render(Samples.conformant()).size() + 5;
    assertThatThrownBy(() ->
            fullAt(last)
                .write(directory, Samples.conformant(), Map.of("certificate-jwt.jws", "later")))
        .hasMessageContaining("certificate-jwt.jws: No space left on device");
    assertThat(new JsonReport().read(directory.resolve("report.json")))
        .isEqualTo(Samples.everyVerdict());
    assertThat(directory.resolve("certificate-jwt.jws")).hasContent("earlier");
    assertThat(names(directory)).hasSize(6);
  }

  @Test
  void ofAnEarlierReportThatWasNotThereNothingIsSaid() {
    assertThatThrownBy(() -> fullAt(1).write(directory, Samples.conformant()))
        .hasMessageEndingWith(": No space left on device");
  }

  @Test
  void whatAKilledRunHadBegunToWriteIsRemovedAfterAWhile() throws IOException {
    String id = "0a1b2c3d-0000-4000-8000-000000000000";
    Path old = Files.writeString(directory.resolve(".report.json." + id + ".tmp"), "{");
    Path recent = Files.writeString(directory.resolve(".junit.xml." + id + ".tmp"), "<");
    Path other = Files.writeString(directory.resolve(".notes.tmp"), "mine");
    for (Path file : List.of(old, other)) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }
    new ReportFiles().write(directory, Samples.conformant());
    assertThat(old).doesNotExist();
    // Another run may be writing it at this moment, and the last one is not ours.
    assertThat(List.of(recent, other)).allMatch(Files::exists);
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
    assertThat(names(directory)).containsExactly(FILES);
    assertThat(names(directory.resolve("allure-results")))
        .containsExactlyElementsOf(
            new AllureReport().render(Samples.everyVerdict()).keySet().stream().sorted().toList());
  }

  /** Writes half of a file, the first being 1, then meets a full disk. */
  private static ReportFiles fullAt(int failing) {
    AtomicInteger written = new AtomicInteger();
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
