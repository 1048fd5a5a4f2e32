package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cksauth.reference.process.Poll;
import dev.cksauth.report.JsonReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reports on a disk that is full, in a directory that may not be written, and by a process that is
 * killed. A part that is a whole run is joined: that writes all files and needs no network. The
 * program runs in a namespace of its own, where a small disk can be mounted and root may do no more
 * than others.
 */
final class ReportsInTroubleTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path directory;
  private Path shard = Path.of("");

  @BeforeEach
  void write() throws IOException {
    ObjectNode report =
        (ObjectNode)
            JSON.readTree(Files.readString(Path.of("src/test/resources/report/report.json")));
    List<String> ids = new ArrayList<>();
    report.path("results").forEach(result -> ids.add(result.path("id").asString()));
    ObjectNode part = report.putObject("shard").put("number", 1).put("of", 1);
    part.put("balancedBy", "count");
    ObjectNode subject = part.putArray("subjects").addObject().put("subject", "acme");
    ids.forEach(subject.putArray("planned")::add);
    subject
        .putArray("profiles")
        .addObject()
        .put("name", "webhook")
        .put("asked", false)
        .putArray("unmet");
    shard = Files.writeString(directory.resolve("shard.json"), report.toString());
  }

  private static List<String> program(Object... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    Stream.of(arguments).map(String::valueOf).forEach(command::add);
    return command;
  }

  private record Ended(int code, String said) {}

  private Ended run(List<String> command) throws Exception {
    Path said = Files.createTempFile(directory, "said", ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), Files.readString(said));
  }

  /** Where the system lets nobody make namespaces, this cannot be tried. */
  private void assumeNamespaces(String options) throws Exception {
    Ended tried;
    try {
      tried = run(List.of("unshare", options, "true"));
    } catch (IOException noSuchProgram) {
      tried = new Ended(127, "");
    }
    assumeThat(tried.code()).as("unshare %s: %s", options, tried.said()).isZero();
  }

  @Test
  void aDiskThatIsFullLeavesTheEarlierReportWholeAndSaysSo() throws Exception {
    assumeNamespaces("-Urm");
    Path disk = Files.createDirectories(directory.resolve("disk"));
    Path out = disk.resolve("reports");
    Path earlier = directory.resolve("earlier");
    assertThat(run(program("merge", shard, "--out", earlier)).code()).isEqualTo(1);
    long size = size(earlier);
    // The earlier report fits, a second one beside it does not.
    String script =
        """
        mount -t tmpfs -o size=%d tmpfs "$0" && cp -r "$1" "$2" || exit 99
        shift 2; set +e; "$@"; code=$?
        for file in report.json junit.xml index.html summary.md; do cmp "%s/$file" "%s/$file" || exit 98; done
        ls -A "%s" | wc -l; exit $code
        """
            .formatted(size + size / 2 / 4096 * 4096, earlier, out, out);
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "-Urm",
                "sh",
                "-c",
                script,
                disk.toString(),
                earlier.toString(),
                out.toString()));
    command.addAll(program("merge", shard, "--out", out));
    Ended ended = run(command);
    assertThat(ended.said())
        .contains("No space left on device; the earlier report there is as it was")
        .endsWith("\n5\n");
    assertThat(ended.code()).isEqualTo(4);
  }

  private static long size(Path reports) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.walk(reports)) {
      for (Path file : files.toList()) {
        size += Files.isDirectory(file) ? 4096 : (Files.size(file) + 4095) / 4096 * 4096;
      }
    }
    return size;
  }

  @Test
  void aDirectoryThatMayNotBeWrittenLeavesTheEarlierReportWholeAndSaysSo() throws Exception {
    assumeNamespaces("-U");
    Path out = directory.resolve("reports");
    assertThat(run(program("merge", shard, "--out", out)).code()).isEqualTo(1);
    String before = Files.readString(out.resolve("report.json"));
    assertThat(out.toFile().setWritable(false)).isTrue();
    try {
      List<String> command = new ArrayList<>(List.of("unshare", "-U"));
      command.addAll(program("merge", shard, "--out", out));
      Ended ended = run(command);
      assertThat(ended.said()).contains("permission denied; the earlier report there is as it was");
      assertThat(ended.code()).isEqualTo(4);
      assertThat(out.resolve("report.json")).hasContent(before);
    } finally {
      assertThat(out.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void aDirectoryThatCannotBeIsToldBeforeAnythingIsSent() throws Exception {
    Called called = Called.with("run", "--out", shard.resolve("reports"));
    assertThat(called.err()).contains(shard + " is no directory; nothing was sent.");
    assertThat(called.code()).isEqualTo(2);
  }

  @Test
  void aDirectoryThatMayNotBeWrittenIsToldBeforeAnythingIsSent() throws Exception {
    assumeNamespaces("-U");
    Path out = Files.createDirectories(directory.resolve("reports"));
    assertThat(out.toFile().setWritable(false)).isTrue();
    try {
      List<String> command = new ArrayList<>(List.of("unshare", "-U"));
      command.addAll(program("run", "--out", out));
      Ended ended = run(command);
      assertThat(ended.said()).contains(out + " may not be written; nothing was sent.");
      assertThat(ended.code()).isEqualTo(2);
    } finally {
      assertThat(out.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void aKilledProcessLeavesNoFileOfAReportHalf() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Path out = directory.resolve("reports");
    assertThat(run(program("merge", shard, "--out", out)).code()).isEqualTo(1);
    String before = Files.readString(out.resolve("report.json"));
    for (int i = 0; i < 5; i++) {
      Process process =
          new ProcessBuilder(program("merge", shard, "--out", out))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      // From when the first file is begun, so that some are killed in its midst.
      Poll.until(
          "a file is begun",
          Duration.ofMinutes(1),
          Duration.ofMillis(1),
          Poll.that(() -> !process.isAlive() || begun(out)));
      boolean ended = process.waitFor(random.nextInt(15), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      assertThat(out.resolve("report.json"))
          .as("killed: %s, seed %d", !ended, seed)
          .hasContent(before);
      assertThat(new JsonReport().read(out.resolve("report.json")).results()).isNotEmpty();
      assertThat(Files.readString(out.resolve("junit.xml"))).endsWith("</testsuite>\n");
      assertThat(Files.readString(out.resolve("index.html")).strip()).endsWith("</html>");
      assertThat(Files.readString(out.resolve("summary.md")).strip()).endsWith("</sub>");
    }
  }

  private static boolean begun(Path out) {
    try (Stream<Path> files = Files.list(out)) {
      return files.anyMatch(file -> file.toString().endsWith(".tmp"));
    } catch (IOException gone) {
      return false;
    }
  }
}
