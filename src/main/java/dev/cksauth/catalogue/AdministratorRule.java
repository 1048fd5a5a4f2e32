package dev.cksauth.catalogue;

import dev.cksauth.input.Document;
import dev.cksauth.input.Problems;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a scenario may have done as the administrator of a cluster that may be somebody else's:
 * reads, reviews, and writes in the namespace that the run makes.
 */
final class AdministratorRule {

  private static final Pattern OWN =
      Pattern.compile("/(api/v1|apis/[a-z0-9.]+/[a-z0-9]+)/namespaces/\\{namespace}/[^.]+");
  private static final Pattern REVIEW =
      Pattern.compile("/apis/(authentication|authorization)\\.k8s\\.io/v1/[a-z]+reviews");

  private AdministratorRule() {}

  /** Tells what a request at a pointer may not do. */
  static void check(Document document, String pointer, JsonNode request, Problems problems) {
    if (!request.path("endpoint").asString("").equals(Names.ADMINISTRATOR)) {
      return;
    }
    if (request.has("as") || request.has("raw") || !request.has("path")) {
      problems.add(
          document.problem(
              pointer, "goes as the administrator: give a `path`, and neither `as` nor `raw`"));
      return;
    }
    String path = request.path("path").asString();
    boolean reads = request.path("method").asString("GET").equals("GET") && !request.has("body");
    boolean allowed = reads || OWN.matcher(path).matches() || REVIEW.matcher(path).matches();
    if (!allowed) {
      problems.add(
          document.problem(
              pointer,
              "the administrator writes below /api/v1/namespaces/{namespace}/ and the like only,"
                  + " and sends reviews"));
    }
  }
}
