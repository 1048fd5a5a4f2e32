package dev.cksauth.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The tables of {@code docs/coverage.md}. All have the same columns: row, what it says, scenarios,
 * and what is open and why.
 *
 * @param mentions all that looks like a scenario's id, in tables and around them
 */
record CoveragePage(List<Row> rows, List<Mention> mentions) {

  private static final Pattern CODE = Pattern.compile("`([^`]*)`");

  /** Paths below {@code scenarios/}: of a file there is a dot, of a URL a slash in front. */
  private static final Pattern SCENARIO = Pattern.compile("[a-z0-9-]+(/[a-z0-9-]+)+(#[a-z0-9-]+)?");

  private static final Pattern DASHES = Pattern.compile("\\|[|: -]*---[|: -]*");

  CoveragePage {
    rows = List.copyOf(rows);
    mentions = List.copyOf(mentions);
  }

  /** A scenario's id as it is written: without {@code #} it stands for all cases. */
  record Mention(int line, String scenario) {
    boolean covers(Scenario one) {
      return one.id().equals(scenario) || one.id().startsWith(scenario + "#");
    }

    @Override
    public String toString() {
      return "line " + line + ": " + scenario;
    }
  }

  /**
   * One row of a table.
   *
   * @param line where it stands in the file, from 1
   */
  record Row(int line, List<String> cells) {
    Row {
      cells = List.copyOf(cells);
    }

    String id() {
      return cell(0);
    }

    /** The third column as it is written. */
    String scenarioCell() {
      return cell(2);
    }

    /** What the third column names. */
    List<Mention> scenarios() {
      return code(scenarioCell()).stream().map(id -> new Mention(line, id)).toList();
    }

    /** What of the row is open and why, or why it has no scenario; may be empty. */
    String reason() {
      return cell(3);
    }

    private String cell(int at) {
      return at < cells.size() ? cells.get(at) : "";
    }

    @Override
    public String toString() {
      return "line " + line + ": " + id();
    }
  }

  static CoveragePage read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    List<Row> rows = new ArrayList<>();
    List<Mention> mentions = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at).strip();
      int number = at + 1;
      code(line).stream()
          .filter(text -> SCENARIO.matcher(text).matches())
          .forEach(text -> mentions.add(new Mention(number, text)));
      boolean head = number < lines.size() && dashes(lines.get(number));
      if (line.startsWith("|") && !head && !dashes(line)) {
        rows.add(new Row(number, cells(line)));
      }
    }
    return new CoveragePage(rows, mentions);
  }

  private static boolean dashes(String line) {
    return DASHES.matcher(line).matches();
  }

  /** What stands before the first bar and behind the last is no cell. */
  private static List<String> cells(String line) {
    List<String> parts = List.of(line.split("\\|", -1));
    return parts.subList(1, parts.size() - 1).stream().map(String::strip).toList();
  }

  private static List<String> code(String text) {
    return CODE.matcher(text).results().map(code -> code.group(1)).toList();
  }
}
