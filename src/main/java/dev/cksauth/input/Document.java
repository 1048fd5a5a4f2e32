package dev.cksauth.input;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** One YAML file that was read, with the place of each of its keys and values. */
public final class Document {
  private final String name;
  private final JsonNode root;
  private final Map<String, Position> positions;

  Document(String name, JsonNode root, Map<String, Position> positions) {
    this.name = name;
    this.root = root;
    this.positions = Map.copyOf(positions);
  }

  /**
   * Reads a file. What is wrong with it goes into {@code problems}; a document is there where the
   * text could be read to its end, which it can with a key written twice (the first then counts).
   *
   * @param shownName how messages name the file
   */
  public static Optional<Document> read(Path file, String shownName, Problems problems) {
    return FileText.read(file, shownName, problems)
        .flatMap(text -> parse(text, shownName, problems));
  }

  /** Reads a text as {@link #read} does a file. */
  public static Optional<Document> parse(String text, String shownName, Problems problems) {
    return new YamlReader(shownName, problems).parse(text);
  }

  /** How messages name this file. */
  public String name() {
    return name;
  }

  /** The whole content. */
  public JsonNode root() {
    return root;
  }

  /** The node at a JSON pointer; a missing node where there is none. */
  public JsonNode at(String pointer) {
    return root.at(pointer);
  }

  /**
   * Where a JSON pointer leads: to the key of a mapping's member, to the item of a list, and where
   * the pointer names nothing to its nearest parent that is there.
   */
  public Position position(String jsonPointer) {
    @SuppressWarnings("NullAway") // head() of a pointer that is not empty is never null
    JsonPointer pointer = JsonPointer.compile(jsonPointer);
    while (!positions.containsKey(pointer.toString()) && !pointer.matches()) {
      pointer = pointer.head();
    }
    return positions.getOrDefault(pointer.toString(), Position.START);
  }

  /** A problem at the {@link #position(String) position} of a JSON pointer. */
  public Problem problem(String pointer, String message) {
    return new Problem(name, position(pointer), message);
  }

  @Override
  public String toString() {
    // Not the content: it may hold secrets.
    return "Document[" + name + "]";
  }
}
