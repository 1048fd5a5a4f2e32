package dev.cksauth.catalogue;

import dev.cksauth.catalogue.Capability.Origin;
import dev.cksauth.input.Document;
import dev.cksauth.input.Position;
import dev.cksauth.input.Problems;
import dev.cksauth.input.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads the catalogue, and folders of scenarios that a user adds to it. */
public final class CatalogueLoader {

  private static final String ROOT = "scenarios";
  private static final Set<String> TABLES =
      Set.of("requirements.yaml", "profiles.yaml", "capabilities.yaml");

  private final Set<String> checks;
  private final Problems problems;
  private final MessageDigest digest;
  private final Map<String, Requirement> requirements = new LinkedHashMap<>();
  private final Map<String, Profile> profiles = new LinkedHashMap<>();
  private final Map<String, Capability> capabilities = new LinkedHashMap<>();
  private final Map<String, List<Scenario>> scenarios = new TreeMap<>();

  private CatalogueLoader(Set<String> checks, Problems problems) {
    this.checks = checks;
    this.problems = problems;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Loads the published catalogue from the class path and a user's own folders after it.
   *
   * @param added folders with the same layout; their scenarios' ids are paths below them
   * @param checks the names of checks that scenarios may use
   * @param problems receives all that is wrong; what is returned then is not to be run
   */
  public static Catalogue load(List<Path> added, Set<String> checks, Problems problems) {
    CatalogueLoader loader = new CatalogueLoader(checks, problems);
    loader.published();
    for (Path folder : added) {
      if (Files.isDirectory(folder)) {
        loader.folder(folder, folder.toString());
      } else {
        problems.add(folder.toString(), Position.START, "no such folder of scenarios");
      }
    }
    return new Catalogue(
        loader.scenarios.values().stream().flatMap(List::stream).toList(),
        loader.requirements,
        loader.profiles,
        loader.capabilities,
        "sha256:" + HexFormat.of().formatHex(loader.digest.digest()));
  }

  private void published() {
    URL marker = CatalogueLoader.class.getClassLoader().getResource(ROOT + "/requirements.yaml");
    if (marker == null) {
      throw new IllegalStateException("no catalogue on the class path");
    }
    try {
      URI uri = marker.toURI();
      if (uri.getScheme().equals("jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
          folder(jar.getPath("/" + ROOT), ROOT);
        }
      } else {
        folder(Path.of(uri).resolveSibling(""), ROOT);
      }
    } catch (URISyntaxException | IOException failed) {
      throw new IllegalStateException("the catalogue on the class path cannot be read", failed);
    }
  }

  private void folder(Path folder, String shown) {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Map<String, Document> documents = new TreeMap<>();
    for (Path file : files) {
      String relative = folder.relativize(file).toString().replace('\\', '/');
      update(relative, file);
      Document.read(file, shown + "/" + relative, problems)
          .ifPresent(document -> documents.put(relative, document));
    }
    table(documents, "requirements", requirements, this::requirement);
    table(documents, "profiles", profiles, this::profile);
    table(documents, "capabilities", capabilities, this::capability);
    scenarios(documents);
  }

  private void update(String name, Path file) {
    try {
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(Files.readAllBytes(file));
      digest.update((byte) 0);
    } catch (IOException unreadable) {
      // Reported where the document is read.
      digest.update((byte) 1);
    }
  }

  private void scenarios(Map<String, Document> documents) {
    Schema schema = Schema.load(ROOT + "/schema/scenario.schema.json");
    ScenarioReader reader =
        new ScenarioReader(requirements, profiles, capabilities, checks, problems);
    documents.forEach((name, document) -> {
      if (TABLES.contains(name)) {
        return;
      }
      int before = problems.all().size();
      schema.check(document, problems);
      String id = name.substring(0, name.length() - ".yaml".length());
      if (problems.all().size() > before) {
        return;
      }
      if (scenarios.putIfAbsent(id, reader.read(id, document)) != null) {
        problems.add(document.problem("", "there is a scenario `" + id + "` already"));
      }
    });
  }

  private <T> void table(
      Map<String, Document> documents,
      String name,
      Map<String, T> into,
      Function<Map.Entry<String, JsonNode>, T> row) {
    Optional.ofNullable(documents.get(name + ".yaml"))
        .ifPresent(document -> {
          int before = problems.all().size();
          Schema.load(ROOT + "/schema/" + name + ".schema.json").check(document, problems);
          if (problems.all().size() == before) {
            document.root().propertyStream().forEach(m -> into.put(m.getKey(), row.apply(m)));
          }
        });
  }

  private Requirement requirement(Map.Entry<String, JsonNode> row) {
    return new Requirement(
        row.getKey(),
        row.getValue().path("text").asString(),
        row.getValue().path("source").asString());
  }

  private Profile profile(Map.Entry<String, JsonNode> row) {
    List<Profile.Need> needs = new ArrayList<>();
    for (JsonNode need : row.getValue().path("requires")) {
      String says = need.path("says").asString();
      needs.add(
          need.has("endpoints")
              ? new Profile.Endpoints(says, StepReader.texts(need.path("endpoints")))
              : new Profile.Accepted(says, StepReader.texts(need.path("accepted"))));
    }
    return new Profile(
        row.getKey(),
        row.getValue().path("subject").asString(),
        row.getValue().path("says").asString(),
        row.getValue().path("by-default").asBoolean(true),
        Optional.of(row.getValue().path("where").asString("")).filter(name -> !name.isEmpty()),
        needs);
  }

  private Capability capability(Map.Entry<String, JsonNode> row) {
    JsonNode node = row.getValue();
    return new Capability(
        row.getKey(),
        node.path("question").asString(),
        node.path("how").asString(""),
        Optional.of(node.path("input").asString("")).filter(input -> !input.isEmpty()),
        origin(node));
  }

  private static Origin origin(JsonNode node) {
    if (node.has("declared")) {
      return new Capability.Declared(
          Optional.of(node.path("probe").asString("")).filter(probe -> !probe.isEmpty()));
    }
    if (node.has("rights")) {
      return new Capability.Rights(
          StepReader.texts(node.path("rights")).stream().map(Right::of).toList());
    }
    if (node.has("probed")) {
      return new Capability.Probed(node.path("probed").asString());
    }
    JsonNode derived = node.path("derived");
    if (derived.has("field")) {
      return new Capability.Field(derived.path("field").asString());
    }
    if (derived.has("issuer")) {
      return new Capability.GivenIssuer(
          derived.path("issuer").asString(), StepReader.texts(derived.path("with")));
    }
    if (derived.has("webhook")) {
      return new Capability.GivenWebhook(
          derived.path("webhook").asString(), StepReader.texts(derived.path("with")));
    }
    return derived.has("credential")
        ? new Capability.GivenCredential(
            derived.path("credential").asString(), derived.path("users").asInt(0))
        : new Capability.AnyOf(StepReader.texts(derived.path("any-of")));
  }
}
