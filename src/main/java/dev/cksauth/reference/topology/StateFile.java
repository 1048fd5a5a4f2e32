package dev.cksauth.reference.topology;

import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.process.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one file, mode 600, by which commands find a reference system that is kept running. It is
 * replaced as a whole: a reader sees the old state or the new one.
 */
public final class StateFile {
  private static final String NAME = "state.json";

  private final Path file;
  private final JsonMapper json = new JsonMapper();

  /**
   * The state file of a directory for runs.
   *
   * @param base as for {@link dev.cksauth.reference.process.RunDirectory#create(Path)}
   */
  public StateFile(Path base) {
    this.file = base.resolve(NAME);
  }

  /** Where it is. */
  public Path path() {
    return file;
  }

  /** What it says; nothing when it is absent, or not a state file. */
  public Optional<RunningSystem> read() throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode state = json.readTree(Files.readString(file));
      return state.path("supervisor").isObject() ? Optional.of(parse(state)) : Optional.empty();
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Replaces what it says. */
  public void write(RunningSystem running) throws IOException {
    Path next = file.resolveSibling(NAME + "." + ProcessHandle.current().pid());
    Files.deleteIfExists(next);
    try {
      PrivateFile.write(
          next, json.writerWithDefaultPrettyPrinter().writeValueAsString(json(running)));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /** Removes it if it speaks of this supervisor. */
  public void forget(ProcessIdentity supervisor) throws IOException {
    if (read().filter(state -> state.supervisor().pid() == supervisor.pid()).isPresent()) {
      Files.deleteIfExists(file);
    }
  }

  /** Removes it. */
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  private ObjectNode json(RunningSystem running) {
    ObjectNode state = json.createObjectNode();
    state
        .putObject("supervisor")
        .put("pid", running.supervisor().pid())
        .put("startedAt", running.supervisor().start().toString());
    state.put("directory", running.directory().toString());
    state.put("summary", running.summary());
    state.put("failure", running.failure());
    ArrayNode endpoints = state.putArray("endpoints");
    for (ReferenceEndpoint endpoint : running.endpoints()) {
      endpoints
          .addObject()
          .put("name", endpoint.name())
          .put("url", endpoint.url().toString())
          .put("port", endpoint.port());
    }
    ArrayNode subjects = state.putArray("subjects");
    running.subjects().forEach(subject -> subjects.add(subject.toString()));
    put(state.putObject("tokens"), running.tokens());
    put(state.putObject("kubeconfigs"), running.kubeconfigs());
    put(state.putObject("logs"), running.logs());
    return state;
  }

  private static void put(ObjectNode node, Map<String, Path> paths) {
    paths.forEach((name, path) -> node.put(name, path.toString()));
  }

  private static RunningSystem parse(JsonNode state) {
    List<ReferenceEndpoint> endpoints = new ArrayList<>();
    for (JsonNode endpoint : state.path("endpoints")) {
      endpoints.add(
          new ReferenceEndpoint(
              endpoint.path("name").asString(""),
              URI.create(endpoint.path("url").asString("")),
              endpoint.path("port").asInt(0)));
    }
    List<Path> subjects = new ArrayList<>();
    state.path("subjects").forEach(subject -> subjects.add(Path.of(subject.asString(""))));
    JsonNode supervisor = state.path("supervisor");
    Instant started;
    try {
      started = Instant.parse(supervisor.path("startedAt").asString(""));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a time", e);
    }
    return new RunningSystem(
        new ProcessIdentity(supervisor.path("pid").asLong(0), started),
        Path.of(state.path("directory").asString("")),
        state.path("summary").asString(""),
        state.path("failure").asString(""),
        endpoints,
        subjects,
        paths(state.path("tokens")),
        paths(state.path("kubeconfigs")),
        paths(state.path("logs")));
  }

  private static Map<String, Path> paths(JsonNode node) {
    Map<String, Path> paths = new LinkedHashMap<>();
    node.properties()
        .forEach(entry -> paths.put(entry.getKey(), Path.of(entry.getValue().asString(""))));
    return paths;
  }
}
