package dev.cksauth.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A directory that is written whole beside its place and then takes the place of an earlier one, so
 * that files of two runs are never mixed. A system cannot exchange two directories in one step that
 * Java knows of: between the two renames the place is empty, and the earlier one lies beside it.
 */
final class StagedDirectory implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final Path aside;
  private boolean moved;

  /** What is to be in the directory. */
  @FunctionalInterface
  interface Content {
    void give(AllureReport.Sink<IOException> files) throws IOException;
  }

  private StagedDirectory(Path target) {
    this.target = target;
    String hidden = "." + target.getFileName() + "." + UUID.randomUUID();
    this.temporary = target.resolveSibling(hidden + ".tmp");
    this.aside = target.resolveSibling(hidden + ".old");
  }

  /**
   * Writes the files beside the place.
   *
   * @param content gives the files, one after the other
   * @throws IOException if one could not be written, or what is in the place is not to be replaced;
   *     nothing is left beside the place then
   */
  static StagedDirectory stage(Path target, Content content, ReportFiles.Output output)
      throws IOException {
    requireOurs(target);
    StagedDirectory staged = new StagedDirectory(target);
    try {
      Files.createDirectory(staged.temporary);
    } catch (IOException e) {
      throw ReportFiles.cannotWrite(target, e);
    }
    try {
      content.give((name, text) -> staged.write(name, text, output));
      return staged;
    } catch (IOException e) {
      staged.close();
      throw e;
    }
  }

  private void write(String name, String text, ReportFiles.Output output) throws IOException {
    // Not forced to the disk one by one: there are thousands, and report.json, which is, has all.
    try (FileChannel channel =
        FileChannel.open(
            temporary.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      output.write(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw ReportFiles.cannotWrite(target.resolve(name), e);
    }
  }

  /** A directory of this name may be another tool's: its results are not ours to delete. */
  private static void requireOurs(Path target) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw new IOException("cannot write " + target + ": a file is in its place");
    }
    Path mark = target.resolve(AllureReport.ENVIRONMENT);
    boolean ours = Files.isRegularFile(mark) && Files.readString(mark).contains(AllureReport.MARK);
    try (Stream<Path> files = Files.list(target)) {
      if (!ours && files.findAny().isPresent()) {
        throw new IOException(
            "cannot write "
                + target
                + ": the results in it are not of cks-auth; move them, or name another directory");
      }
    }
  }

  /** Puts what was staged into its place. */
  void replace() throws IOException {
    try {
      if (Files.exists(target)) {
        Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
        moved = true;
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      restore();
      throw ReportFiles.cannotWrite(target, e);
    }
  }

  private void restore() throws IOException {
    if (moved && !Files.exists(target)) {
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Removes what is beside the place. */
  @Override
  public void close() {
    discard(temporary);
    discard(aside);
  }

  private static void discard(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // It was never there, or lies there unread: nothing that a reader could notice went wrong.
      return;
    }
  }
}
