package dev.cksauth.reference.cksapi;

import dev.cksauth.reference.cksapi.ApiProblem.Violation;
import dev.cksauth.reference.cksapi.Fields.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The merge by an update mask. A path that is in the mask and not in the request clears what it
 * names. Without a mask each message of the request takes the place of the present one, and a
 * message without content clears it; what the request does not have stays.
 */
final class MaskedMerge implements Merge {
  private static final String MASK = "updateMask";

  @Override
  public ObjectNode of(ObjectNode present, ObjectNode request) throws ApiProblem {
    List<Violation> violations = new ArrayList<>();
    requireUnchanged(present, request, violations);
    // Checked for presence whatever the mask says, as the vendor's service does.
    requireMessages(request, violations);
    List<Path> paths = paths(request, violations);
    if (!violations.isEmpty()) {
      throw ApiProblem.invalid(violations);
    }
    requireHere(request);
    ObjectNode merged = present.deepCopy();
    paths.forEach(path -> set(merged, path, request.path(path.message())));
    Fields.MUTABLE.keySet().forEach(message -> normalise(merged, message));
    return merged;
  }

  private static void requireUnchanged(
      ObjectNode present, ObjectNode request, List<Violation> violations) {
    String id = request.path("id").asString("");
    if (!id.isEmpty() && !id.equals(present.path("id").asString(""))) {
      violations.add(new Violation("id", "is another one than the path's"));
    }
    for (String field : Fields.IMMUTABLE) {
      if (!absent(request.path(field)) && !request.path(field).equals(present.path(field))) {
        violations.add(new Violation(field, "cannot be changed"));
      }
    }
    JsonNode version = request.path("version");
    if (!absent(version) && !version.equals(present.path("version"))) {
      violations.add(new Violation("version", "is no version to upgrade to"));
    }
  }

  private static void requireMessages(ObjectNode request, List<Violation> violations) {
    for (String message : Fields.MUTABLE.keySet()) {
      JsonNode given = request.path(message);
      if (!absent(given) && !given.isObject()) {
        violations.add(new Violation(message, "is an object"));
      }
      given
          .propertyStream()
          .filter(field -> !field.getKey().equals(Fields.ALGORITHMS))
          .filter(field -> !field.getValue().isNull() && !field.getValue().isString())
          .forEach(
              field -> violations.add(new Violation(message + "." + field.getKey(), "is a text")));
    }
  }

  private static void requireHere(ObjectNode request) throws ApiProblem {
    for (String field : Fields.NOT_HERE) {
      if (!absent(request.path(field))) {
        throw new ApiProblem(
            ApiCode.UNIMPLEMENTED, "the reference changes no " + field + " of a cluster");
      }
    }
    if (!request.path(Fields.OIDC).path("adminGroupBinding").asString("").isEmpty()) {
      throw new ApiProblem(ApiCode.UNIMPLEMENTED, "the reference binds no group of administrators");
    }
  }

  private static List<Path> paths(ObjectNode request, List<Violation> violations) {
    String mask = request.path(MASK).asString("");
    List<Path> paths = new ArrayList<>();
    if (mask.isBlank()) {
      Fields.MUTABLE.keySet().stream()
          .filter(message -> !absent(request.path(message)))
          .forEach(message -> paths.add(new Path(message, "")));
      return paths;
    }
    for (String written : mask.split(",", -1)) {
      Optional<Path> path = Fields.path(written);
      path.ifPresent(paths::add);
      String message = Fields.message(written);
      boolean noted = Fields.IMMUTABLE.contains(message) || message.equals("version");
      if (path.isEmpty() && !noted) {
        violations.add(new Violation(MASK, "names no field that can be changed"));
      }
      if (path.isEmpty() && Fields.IMMUTABLE.contains(message)) {
        violations.add(new Violation(message, "cannot be changed"));
      }
    }
    return paths;
  }

  private static void set(ObjectNode cluster, Path path, JsonNode given) {
    if (path.field().isEmpty()) {
      cluster.set(
          path.message(),
          given.isObject() ? given.deepCopy() : JsonNodeFactory.instance.nullNode());
      return;
    }
    ObjectNode message =
        cluster.path(path.message()) instanceof ObjectNode present
            ? present
            : cluster.putObject(path.message());
    JsonNode value = given.path(path.field());
    if (absent(value)) {
      message.remove(path.field());
    } else {
      message.set(path.field(), value.deepCopy());
    }
  }

  /** An empty text is a field that is not set, and an object of nothing else is not set either. */
  private static void normalise(ObjectNode cluster, String message) {
    if (!(cluster.path(message) instanceof ObjectNode present)) {
      cluster.remove(message);
      return;
    }
    List<String> unset = new ArrayList<>();
    present
        .propertyStream()
        .filter(field ->
            absent(field.getValue())
                || (field.getValue().isString() && field.getValue().asString().isEmpty())
                || (field.getValue().isArray() && field.getValue().isEmpty()))
        .forEach(field -> unset.add(field.getKey()));
    present.remove(unset);
    present.retain(Fields.MUTABLE.getOrDefault(message, java.util.Set.of()));
    if (present.isEmpty()) {
      cluster.remove(message);
    }
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
