package dev.cksauth.engine;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.input.Document;
import dev.cksauth.input.Problems;
import dev.cksauth.input.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One entry of a file of exclusions or known gaps.
 *
 * @param glob over the ids of scenarios
 * @param subject the only subject that it is about; absent: all
 */
public record Listed(String glob, Optional<String> subject, String reason, String link) {

  /** Whether the entry is about a scenario on a subject. */
  boolean covers(String scenario, String subjectId) {
    return subject.map(subjectId::equals).orElse(true) && Glob.matches(glob, scenario);
  }

  /** The reason with its link, for a report. */
  String because() {
    return reason + " (" + link + ")";
  }

  /**
   * Reads a file of entries. One that matches nothing in the catalogue is a problem: the list would
   * rot.
   */
  public static List<Listed> read(Path file, Catalogue catalogue, Problems problems) {
    List<Listed> entries = new ArrayList<>();
    Optional<Document> read = Document.read(file, file.toString(), problems);
    if (read.isEmpty()) {
      return entries;
    }
    Document document = read.get();
    int before = problems.all().size();
    Schema.load("scenarios/schema/exceptions.schema.json").check(document, problems);
    if (problems.all().size() > before) {
      return entries;
    }
    for (int i = 0; i < document.root().size(); i++) {
      JsonNode entry = document.root().get(i);
      String glob = entry.path("scenario").asString();
      if (catalogue.scenarios().stream().noneMatch(s -> Glob.matches(glob, s.id()))) {
        problems.add(
            document.problem(
                "/" + i + "/scenario", "`" + glob + "` matches no scenario of the catalogue"));
      }
      entries.add(
          new Listed(
              glob,
              Optional.ofNullable(entry.get("subject")).map(JsonNode::asString),
              entry.path("reason").asString(),
              entry.path("link").asString()));
    }
    return entries;
  }
}
