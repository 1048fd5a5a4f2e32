package dev.cksauth.subject;

import dev.cksauth.input.Pointers;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A value of a file, with its place. What the schema has complained of reads as absent here, so
 * that nothing is told twice; what is built from it then is thrown away.
 */
record Value(Source source, String pointer) {
  JsonNode json() {
    return source.document().at(pointer);
  }

  Value at(String key) {
    return new Value(source, Pointers.member(pointer, key));
  }

  Optional<Value> maybe(String key) {
    return Optional.of(at(key)).filter(Value::there);
  }

  boolean there() {
    JsonNode json = json();
    return !json.isMissingNode() && !json.isNull();
  }

  List<Value> items() {
    List<Value> items = new ArrayList<>();
    for (int at = 0; json().isArray() && at < json().size(); at++) {
      items.add(new Value(source, Pointers.item(pointer, at)));
    }
    return items;
  }

  Set<String> keys() {
    return new LinkedHashSet<>(json().propertyNames());
  }

  /** The text, if it is one that is not empty. */
  Optional<String> text() {
    return Optional.of(json().asString("")).filter(text -> json().isString() && !text.isEmpty());
  }

  Optional<String> text(String key) {
    return at(key).text();
  }

  List<String> texts(String key) {
    return at(key).items().stream().flatMap(item -> item.text().stream()).toList();
  }

  /** The items of a command: an argument may be empty. */
  List<String> words() {
    return items().stream().map(item -> item.json().asString("")).toList();
  }

  boolean flag(String key) {
    return at(key).json().asBoolean(false);
  }

  /** How messages and listings name this place. */
  String shown() {
    return Pointers.shown(pointer);
  }

  void problem(String message) {
    source
        .found()
        .problems()
        .add(source.document().problem(pointer, Pointers.prefix(pointer) + message));
  }

  ExecCommand command() {
    ExecCommand command = new ExecCommand(shown(), words(), source.directory(), Map.of());
    if (!command.words().isEmpty()) {
      source.found().commands().add(command);
    }
    return command;
  }

  /** A URL that a run may contact. */
  URI contact(Urls.Rule rule) {
    URI url = Urls.read(this, rule);
    source.found().contacts().add(Contact.of(shown(), url));
    return url;
  }

  Path path(String path) {
    return source.resolve(path);
  }
}
