package dev.cksauth.input;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the YAML parser says of a syntax error, without the excerpt of the text that it quotes: the
 * excerpt may show a secret.
 *
 * @param at where the parser could not go on
 */
record YamlComplaint(Position at, String message) {
  /** The parser marks each place by a line of its own, then quotes the text there, indented. */
  private static final Pattern MARK = Pattern.compile(" in reader, line (\\d+), column (\\d+):");

  static YamlComplaint of(String parserMessage, Position otherwise) {
    List<String> said = new ArrayList<>();
    List<Position> marks = new ArrayList<>();
    for (String line : parserMessage.split("\n", -1)) {
      Matcher mark = MARK.matcher(line);
      if (mark.matches()) {
        marks.add(new Position(Integer.parseInt(mark.group(1)), Integer.parseInt(mark.group(2))));
      } else if (!line.isBlank() && !line.startsWith(" ")) {
        said.add(line.strip());
      }
    }
    Position at = marks.isEmpty() ? otherwise : marks.getLast();
    return new YamlComplaint(at, "not valid YAML: " + sentence(said, marks));
  }

  private static String sentence(List<String> said, List<Position> marks) {
    if (said.isEmpty()) {
      return "cannot be read further";
    }
    if (said.getFirst().startsWith("Expected a property name")) {
      return "a key must be a plain text";
    }
    String what = said.getLast();
    if (said.size() == 1) {
      return what;
    }
    String begun = marks.size() > 1 ? ", begun in line " + marks.getFirst().line() : "";
    return what + " (" + said.getFirst() + begun + ")";
  }
}
