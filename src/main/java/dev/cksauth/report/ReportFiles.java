package dev.cksauth.report;

import dev.cksauth.result.RunResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of a report so that a reader never finds half of one.
 *
 * <p>Every file is first written whole beside its place and only then renamed into it; no rename
 * happens before all files are written. A full disk thus leaves the earlier report as it was, and
 * so does the end of the process until then; what it had begun to write is removed by a later run.
 * The directory {@code allure-results} is replaced as a whole in the same way.
 */
public final class ReportFiles {
  static final String JSON = "report.json";
  static final String JUNIT = "junit.xml";
  static final String HTML = "index.html";
  static final String SUMMARY = "summary.md";
  static final String ALLURE = "allure-results";

  private static final int BUFFER = 1 << 16;

  /** No run takes as long for a file: what is older was left by a process that was killed. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.[0-9a-f-]{36}\\.tmp");

  private final Output output;

  /** How the bytes of a file reach it; a seam for tests, which cannot fill a disk. */
  @FunctionalInterface
  interface Output {
    void write(WritableByteChannel channel, ByteBuffer bytes) throws IOException;
  }

  /** What becomes a file. Of a long run it is too large to be held in memory as well. */
  @FunctionalInterface
  private interface Document {
    void writeTo(OutputStream out) throws IOException;
  }

  /** What is written to it goes to the file as the output has it. */
  private static final class Through extends OutputStream {
    private final WritableByteChannel channel;
    private final Output output;
    private @Nullable IOException failure;

    Through(WritableByteChannel channel, Output output) {
      this.channel = channel;
      this.output = output;
    }

    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        output.write(channel, ByteBuffer.wrap(bytes, from, length));
      } catch (IOException failed) {
        failure = failed;
        throw failed;
      }
    }

    /** Why it could not be written: whoever writes to it may throw something else for that. */
    Optional<IOException> failure() {
      return Optional.ofNullable(failure);
    }
  }

  /** What takes the place of something earlier. */
  @FunctionalInterface
  private interface Replacement {
    void replace() throws IOException;
  }

  /** Writes to the file system. */
  public ReportFiles() {
    this(ReportFiles::writeFully);
  }

  ReportFiles(Output output) {
    this.output = output;
  }

  /**
   * Writes all files of a report into a directory, which is made if need be.
   *
   * @return the files, in the order in which to name them to a reader
   * @throws IOException if a file could not be written: the message says which and why, and an
   *     earlier report is still whole
   */
  public List<Path> write(Path directory, RunResult run) throws IOException {
    return write(directory, run, Map.of());
  }

  /**
   * The same with other files, which come into their places with the report's or not at all.
   *
   * @param texts by the names of the files
   * @throws IOException as above
   */
  public List<Path> write(Path directory, RunResult run, Map<String, String> texts)
      throws IOException {
    Map<Path, Document> documents = new LinkedHashMap<>();
    documents.put(directory.resolve(JSON), out -> new JsonReport().write(run, out));
    documents.put(
        directory.resolve(JUNIT), out -> out.write(bytes(new JunitXmlReport().render(run))));
    documents.put(directory.resolve(HTML), out -> new HtmlReport().write(run, out));
    documents.put(
        directory.resolve(SUMMARY), out -> out.write(bytes(new SummaryReport().render(run))));
    texts.forEach((name, text) -> documents.put(directory.resolve(name), whole(text)));
    makeDirectory(directory);
    Path allure = directory.resolve(ALLURE);
    try (StagedDirectory results =
        StagedDirectory.stage(allure, files -> new AllureReport().render(run, files), output)) {
      replaceAll(documents, results::replace);
    }
    return Stream.concat(documents.keySet().stream(), Stream.of(allure)).toList();
  }

  /**
   * Writes other files into a directory in the same way.
   *
   * @param texts by the names of the files
   * @throws IOException if a file could not be written: the message says which and why
   */
  public List<Path> write(Path directory, Map<String, String> texts) throws IOException {
    Map<Path, Document> documents = new LinkedHashMap<>();
    texts.forEach((name, text) -> documents.put(directory.resolve(name), whole(text)));
    makeDirectory(directory);
    replaceAll(documents, () -> {});
    return List.copyOf(documents.keySet());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Document whole(String text) {
    return out -> out.write(bytes(text));
  }

  private static void makeDirectory(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw cannotWrite(directory, e);
    }
    removeAbandoned(directory);
  }

  /** What a process that was killed had begun to write. */
  private static void removeAbandoned(Path directory) {
    Instant since = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".*.tmp")) {
      for (Path file : files) {
        boolean ours =
            TEMPORARY.matcher(String.valueOf(file.getFileName())).matches()
                && Files.isRegularFile(file);
        if (ours && Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // They take room and do no harm; whether the directory can be written is found out next.
      return;
    }
  }

  /**
   * Replaces files.
   *
   * @param other what else takes its place once all of them are written
   */
  private void replaceAll(Map<Path, Document> documents, Replacement other) throws IOException {
    Map<Path, Path> staged = new LinkedHashMap<>();
    try {
      for (Map.Entry<Path, Document> document : documents.entrySet()) {
        Path target = document.getKey();
        Path temporary = temporaryBeside(target);
        staged.put(target, temporary);
        stage(target, temporary, document.getValue());
      }
      other.replace();
      boolean mixed = false;
      for (Map.Entry<Path, Path> entry : staged.entrySet()) {
        rename(entry.getValue(), entry.getKey(), mixed);
        mixed = true;
      }
    } finally {
      staged.values().forEach(ReportFiles::discard);
    }
    for (Path target : documents.keySet()) {
      syncDirectory(target);
    }
  }

  private void stage(Path target, Path temporary, Document document) throws IOException {
    if (Files.isDirectory(target)) {
      // A rename would find out too late: the files before it would be in place already.
      throw new IOException(
          "cannot write %s: a directory is in its place%s".formatted(target, asItWas(target)));
    }
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Through file = new Through(channel, output);
      OutputStream out = new BufferedOutputStream(file, BUFFER);
      try {
        document.writeTo(out);
      } catch (RuntimeException wrapped) {
        throw file.failure().orElseThrow(() -> wrapped);
      }
      out.flush();
      channel.force(true);
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static void rename(Path from, Path to, boolean mixed) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw mixed
          ? new IOException(
              "cannot write %s: %s; the files there are of two runs now".formatted(to, reason(e)),
              e)
          : cannotWrite(to, e);
    }
  }

  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // It lies there unread; what went wrong before is what the user must hear of.
      return;
    }
  }

  /** Unique, so that two runs into one directory do not write into each other's file. */
  private static Path temporaryBeside(Path target) {
    return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
  }

  /**
   * Makes the rename itself last; where a directory cannot be opened, the system does not need it.
   */
  private static void syncDirectory(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The files are complete and in place: nothing that a reader could notice went wrong.
      return;
    }
  }

  static IOException cannotWrite(Path what, IOException cause) {
    return new IOException(
        "cannot write %s: %s%s".formatted(what, reason(cause), asItWas(what)), cause);
  }

  /** Whoever reads that a report could not be written asks what became of the one before. */
  private static String asItWas(Path target) {
    // One of Allure's is a level below.
    boolean there =
        Files.exists(target.resolveSibling(JSON))
            || Files.exists(target.resolveSibling("..").resolve(JSON));
    return there ? "; the earlier report there is as it was" : "";
  }

  /**
   * Why a file could not be written, in words. The message of a file system's exception is often
   * the file's name alone.
   */
  public static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException e -> "permission denied";
      case NoSuchFileException e -> "there is no such directory";
      case FileAlreadyExistsException e -> e.getFile() + " is a file";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      case FileSystemException e -> e.getClass().getSimpleName();
      default -> String.valueOf(cause.getMessage());
    };
  }
}
