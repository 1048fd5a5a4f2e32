package dev.cksauth.input;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One keyword of a schema that a document does not meet.
 *
 * @param path how the validator came to the keyword, through references and alternatives
 * @param instance the value concerned, as the steps of a JSON pointer
 * @param property the key concerned, empty where the keyword is not about keys
 * @param otherwise the validator's own words
 */
record Violation(
    String keyword, List<String> path, List<String> instance, String property, String otherwise) {

  /**
   * A place where the schema offers alternatives.
   *
   * @param path the path up to and with {@code oneOf} or {@code anyOf}
   * @param instance the value that has to meet one of them
   */
  record Fork(List<String> path, List<String> instance) {}

  static Violation of(Error error) {
    String property = error.getProperty();
    return new Violation(
        error.getKeyword(),
        steps(error.getEvaluationPath()),
        steps(error.getInstanceLocation()),
        property == null ? "" : property,
        error.getMessage());
  }

  /** The path of the schema that holds the keyword. */
  List<String> holder() {
    return path.subList(0, path.size() - 1);
  }

  String pointer() {
    return pointer(instance);
  }

  static String pointer(List<String> steps) {
    return steps.stream().reduce("", Pointers::member);
  }

  /** The first place with alternatives on the path, from an index of it on. */
  Optional<Fork> fork(int from) {
    int depth = 0;
    for (int at = 0; at < path.size(); at++) {
      String step = path.get(at);
      switch (step) {
        case "oneOf", "anyOf" -> {
          if (at >= from) {
            return Optional.of(new Fork(path.subList(0, at + 1), instance.subList(0, depth)));
          }
          at++;
        }
        case "allOf", "dependentSchemas" -> at++;
        case "properties", "patternProperties", "prefixItems" -> {
          at++;
          depth++;
        }
        case "items", "additionalProperties", "unevaluatedProperties", "contains" ->
            // As the last step it is the keyword itself, about the value already reached.
            depth += at < path.size() - 1 ? 1 : 0;
        default -> {}
      }
    }
    return Optional.empty();
  }

  private static List<String> steps(NodePath path) {
    List<String> steps = new ArrayList<>();
    for (int at = 0; at < path.getNameCount(); at++) {
      steps.add(String.valueOf(path.getElement(at)));
    }
    return List.copyOf(steps);
  }
}
