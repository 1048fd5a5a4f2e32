package dev.cksauth.reference.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The children of a run on disk: one line {@code <pid> <start in milliseconds> <name>} each, so
 * that whoever finds an abandoned run can end what is left of it, and nothing else.
 */
final class ChildJournal {

  private final Path file;

  ChildJournal(Path file) {
    this.file = file;
  }

  /** One recorded child. */
  record Entry(ProcessIdentity identity, String name) {}

  /** Records a child; on disk when this returns. A process that hides its start is left out. */
  void record(ProcessHandle process, String name) throws IOException {
    Optional<ProcessIdentity> identity = ProcessIdentity.of(process);
    if (identity.isEmpty()) {
      return;
    }
    String line =
        "%d %d %s%n".formatted(identity.get().pid(), identity.get().start().toEpochMilli(), name);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    }
  }

  /** All recorded children; a last line that was cut off is ignored. */
  List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (!Files.isRegularFile(file)) {
      return entries;
    }
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split(" ", 3);
      if (fields.length == 3 && fields[0].matches("\\d{1,18}") && fields[1].matches("\\d{1,18}")) {
        Instant start = Instant.ofEpochMilli(Long.parseLong(fields[1]));
        entries.add(new Entry(new ProcessIdentity(Long.parseLong(fields[0]), start), fields[2]));
      }
    }
    return entries;
  }
}
