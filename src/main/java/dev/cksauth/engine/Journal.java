package dev.cksauth.engine;

import dev.cksauth.subject.Environment;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What runs make in clusters, on disk before it is made there: a run that is killed leaves an entry
 * by which {@code clean} finds what is left. One file for each run, of mode 600, without secrets.
 */
public final class Journal {

  private static final String ENDING = ".json";
  private static final Path BELOW = Path.of("cks-auth", "journal");

  private final Path directory;
  private final JsonMapper json = new JsonMapper();

  /**
   * A journal.
   *
   * @param directory made with mode 700 when the first entry is
   */
  public Journal(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  /** Below {@code $XDG_STATE_HOME}, else below {@code ~/.local/state}. */
  public static Journal ofUser(Environment environment) {
    Path state =
        environment
            .get("XDG_STATE_HOME")
            .map(Path::of)
            // As its specification has it: a relative path is to be ignored.
            .filter(Path::isAbsolute)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"));
    return new Journal(state.resolve(BELOW));
  }

  /**
   * One namespace of one run.
   *
   * @param run the run's word, which is also in the namespace's labels
   * @param subject the subject's name
   * @param server where its administrator reaches the cluster
   * @param process the id of the process that runs
   * @param processStart tells it from a later process with the same id
   */
  public record Entry(
      String run,
      String subject,
      String server,
      String namespace,
      long process,
      Instant processStart,
      Instant at) {

    /** An entry of this process. */
    static Entry of(String run, String subject, URI server, String namespace) {
      ProcessHandle self = ProcessHandle.current();
      return new Entry(
          run,
          subject,
          place(server),
          namespace,
          self.pid(),
          self.info().startInstant().orElseGet(Instant::now),
          Instant.now());
    }
  }

  /** A server as entries name it: without what a URL may hold besides the place. */
  static String place(URI url) {
    String path = url.getRawPath() == null ? "" : url.getRawPath().replaceFirst("/+$", "");
    int port = url.getPort() < 0 ? 443 : url.getPort();
    return "%s://%s:%d%s".formatted(url.getScheme(), url.getHost(), port, path);
  }

  /** Where the entry of a run is. */
  public Path file(String run) {
    return directory.resolve(run + ENDING);
  }

  /**
   * Adds an entry; it outlives a loss of power when this returns.
   *
   * @throws IOException when it cannot be written
   */
  void add(Entry entry) throws IOException {
    Files.createDirectories(directory, mode("rwx------"));
    Path unfinished = directory.resolve(entry.run() + ".new");
    Files.deleteIfExists(unfinished);
    Files.createFile(unfinished, mode("rw-------"));
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      ByteBuffer bytes =
          ByteBuffer.wrap(json.writeValueAsString(fields(entry)).getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(unfinished, file(entry.run()), StandardCopyOption.ATOMIC_MOVE);
    // The file's name is kept in its directory.
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static FileAttribute<?> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  private static Map<String, Object> fields(Entry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", entry.run());
    fields.put("subject", entry.subject());
    fields.put("server", entry.server());
    fields.put("namespace", entry.namespace());
    fields.put("process", entry.process());
    fields.put("processStart", entry.processStart().toString());
    fields.put("at", entry.at().toString());
    return fields;
  }

  /**
   * Removes the entry of a run, if there is one.
   *
   * @throws IOException when it cannot be removed
   */
  void remove(String run) throws IOException {
    Files.deleteIfExists(file(run));
  }

  /**
   * All entries, in the order in which they were written; files that are none are passed over.
   *
   * @throws IOException when the directory cannot be read
   */
  public List<Entry> entries() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ENDING)).toList()) {
        read(file).ifPresent(entries::add);
      }
    }
    entries.sort(Comparator.comparing(Entry::at));
    return entries;
  }

  private Optional<Entry> read(Path file) throws IOException {
    try {
      JsonNode node = json.readTree(Files.readString(file));
      Entry entry =
          new Entry(
              node.path("run").asString(""),
              node.path("subject").asString(""),
              node.path("server").asString(""),
              node.path("namespace").asString(""),
              node.path("process").asLong(0),
              Instant.parse(node.path("processStart").asString("")),
              Instant.parse(node.path("at").asString("")));
      // What is deleted is never named by the file's content alone.
      boolean sound =
          file.equals(file(entry.run())) && entry.namespace().equals(Workspace.named(entry.run()));
      return sound ? Optional.of(entry) : Optional.empty();
    } catch (JacksonException | DateTimeException malformed) {
      return Optional.empty();
    } catch (NoSuchFileException gone) {
      // Its run has ended meanwhile.
      return Optional.empty();
    }
  }
}
