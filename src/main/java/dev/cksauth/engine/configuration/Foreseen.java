package dev.cksauth.engine.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a change leads to where the API does as the vendor documents it, noted before it is asked
 * for: a run that is killed right then leaves a snapshot that tells its own change from others.
 */
final class Foreseen {
  private static final Pattern SNAKE = Pattern.compile("_([a-z])");

  private Foreseen() {}

  /** The blocks after a change: what its mask names, else each block that it has. */
  static AuthBlocks of(AuthBlocks present, JsonNode change) {
    AuthBlocks asked = AuthBlocks.of(change);
    AuthBlocks expected = present;
    for (String path : paths(change)) {
      int dot = path.indexOf('.');
      String name = dot < 0 ? path : path.substring(0, dot);
      if (dot < 0 && AuthBlocks.NAMES.containsKey(name)) {
        expected = expected.with(name, asked.block(name));
      } else if (AuthBlocks.NAMES.containsKey(name)) {
        String field = path.substring(dot + 1);
        Map<String, JsonNode> block = new TreeMap<>(expected.block(name));
        block.remove(field);
        JsonNode value = asked.block(name).get(field);
        if (value != null) {
          block.put(field, value);
        }
        expected = expected.with(name, block);
      }
    }
    return expected;
  }

  private static List<String> paths(JsonNode change) {
    String mask = change.path("updateMask").asString("");
    if (mask.isBlank()) {
      return AuthBlocks.NAMES.keySet().stream().filter(change::has).toList();
    }
    List<String> paths = new ArrayList<>();
    for (String written : mask.split(",", -1)) {
      paths.add(
          SNAKE
              .matcher(written.strip())
              .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT)));
    }
    return paths;
  }
}
