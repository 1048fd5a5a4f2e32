package dev.cksauth.engine.configuration;

import dev.cksauth.subject.CksApi;
import dev.cksauth.subject.Environment;
import java.io.IOException;
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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What clusters were configured with before they were changed, on disk before they are: whoever is
 * killed meanwhile leaves a file by which {@code restore} puts it back. One for each cluster, mode
 * 600; it holds URLs and certificates, and no secret.
 */
public final class Snapshots {
  private static final Path BELOW = Path.of("cks-auth", "configuration");
  private static final int NAME_BYTES = 12;

  private final Path directory;
  private final JsonMapper json = new JsonMapper();

  /**
   * Snapshots in a directory.
   *
   * @param directory made with mode 700 when the first is taken
   */
  public Snapshots(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  /** Below {@code $XDG_STATE_HOME}, else below {@code ~/.local/state}. */
  public static Snapshots ofUser(Environment environment) {
    Path state =
        environment
            .get("XDG_STATE_HOME")
            .map(Path::of)
            .filter(Path::isAbsolute)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"));
    return new Snapshots(state.resolve(BELOW));
  }

  /**
   * One cluster's.
   *
   * @param before what it had before the first change
   * @param ours what changes of ours have left it with, or were to: the last one may not have been
   *     taken, or be taken back. What it was to have last comes last
   */
  record Snapshot(AuthBlocks before, List<AuthBlocks> ours) {

    Snapshot {
      ours = List.copyOf(ours);
    }

    AuthBlocks written() {
      return ours.getLast();
    }

    /** The blocks that were changed, or may have been. */
    List<String> touched() {
      return AuthBlocks.NAMES.keySet().stream()
          .filter(
              name -> ours.stream().anyMatch(one -> !one.block(name).equals(before.block(name))))
          .toList();
    }

    /** Whether a block is as a change of ours has left it, or was to. */
    boolean isOurs(String name, Map<String, JsonNode> block) {
      return ours.stream().anyMatch(one -> one.block(name).equals(block));
    }
  }

  /** Where a cluster's is. */
  Path file(CksApi api) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((api.url() + " " + api.clusterId()).getBytes(StandardCharsets.UTF_8));
      return directory.resolve(HexFormat.of().formatHex(digest, 0, NAME_BYTES) + ".json");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Keeps one; it outlives a loss of power when this returns. */
  void put(CksApi api, Snapshot snapshot) throws ConfigurationException {
    ObjectNode content =
        json.createObjectNode().put("api", api.url().toString()).put("clusterId", api.clusterId());
    content.set("before", snapshot.before().json());
    ArrayNode ours = content.putArray("written");
    snapshot.ours().forEach(one -> ours.add(one.json()));
    try {
      write(file(api), content.toString());
    } catch (IOException failed) {
      throw new ConfigurationException(
          "nothing is changed, for what the cluster has now cannot be noted: " + failed);
    }
  }

  private void write(Path file, String content) throws IOException {
    Files.createDirectories(directory, mode("rwx------"));
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    Files.createFile(unfinished, mode("rw-------"));
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static FileAttribute<?> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  /** A cluster's, if it was changed and not put back. */
  Optional<Snapshot> get(CksApi api) throws ConfigurationException {
    Path file = file(api);
    try {
      JsonNode content = json.readTree(Files.readString(file));
      if (!content.path("clusterId").asString("").equals(api.clusterId())) {
        throw new ConfigurationException(file + " is of another cluster");
      }
      return Optional.of(
          new Snapshot(
              AuthBlocks.of(content.path("before")),
              content.path("written").valueStream().map(AuthBlocks::of).toList()));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException | JacksonException unreadable) {
      throw new ConfigurationException(file + " cannot be read: " + unreadable.getMessage());
    }
  }

  void remove(CksApi api) throws ConfigurationException {
    try {
      Files.deleteIfExists(file(api));
    } catch (IOException failed) {
      throw new ConfigurationException("the cluster is as it was; " + failed + " stays behind");
    }
  }
}
