package dev.cksauth.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Differences that are one to a reader: the same change of verdict, for the same reason. */
record Alike(List<Difference> differences) {

  /** Those of one kind of change; each failure is one of its own, as each is to be mended. */
  static List<Alike> of(List<Difference> all, Change change) {
    Map<List<String>, List<Difference>> alike = new LinkedHashMap<>();
    for (Difference difference : all) {
      if (difference.change() == change) {
        alike.computeIfAbsent(key(difference), key -> new ArrayList<>()).add(difference);
      }
    }
    return alike.values().stream().map(same -> new Alike(List.copyOf(same))).toList();
  }

  private static List<String> key(Difference difference) {
    return switch (difference.change()) {
      case NEW_FAILURE -> List.of(difference.subject(), difference.id());
      case SET_ASIDE, OTHERWISE ->
          List.of(difference.subject(), difference.verdicts(), difference.reason());
      // Why it was otherwise before, or passes now, nobody has to act upon.
      case DISAPPEARED, MENDED, ANSWERED, NEW ->
          List.of(difference.subject(), difference.verdicts());
    };
  }

  Difference first() {
    return differences.getFirst();
  }

  List<String> ids() {
    return differences.stream().map(Difference::id).toList();
  }

  /** Why, where the reader has to act upon it; else empty. */
  String reason() {
    return switch (first().change()) {
      case NEW_FAILURE, SET_ASIDE, OTHERWISE -> first().reason();
      case DISAPPEARED, MENDED, ANSWERED, NEW -> "";
    };
  }
}
