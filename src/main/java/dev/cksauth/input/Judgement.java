package dev.cksauth.input;

import dev.cksauth.input.Violation.Fork;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Turns violations into problems. Where a schema offers alternatives, a validator complains of all
 * of them; here the one that was meant is found, and only what is wrong in that one is told.
 */
final class Judgement {
  private final SchemaTree schema;
  private final Document document;
  private final Problems problems;
  private final Sentences sentences;

  Judgement(SchemaTree schema, Document document, Problems problems) {
    this.schema = schema;
    this.document = document;
    this.problems = problems;
    this.sentences = new Sentences(schema, document);
  }

  void judge(List<Violation> violations) {
    judge(violations, 0);
  }

  private void judge(List<Violation> violations, int from) {
    List<Violation> plain = new ArrayList<>();
    Map<Fork, List<Violation>> forks = new LinkedHashMap<>();
    for (Violation violation : violations) {
      Optional<Fork> fork = violation.fork(from);
      if (fork.isPresent()) {
        forks.computeIfAbsent(fork.get(), each -> new ArrayList<>()).add(violation);
      } else {
        plain.add(violation);
      }
    }
    tell(plain);
    forks.forEach(this::choose);
  }

  private void tell(List<Violation> violations) {
    Set<String> meant = new HashSet<>();
    for (Violation violation : violations) {
      sentences
          .meantKey(violation)
          .ifPresent(key -> meant.add(Pointers.member(violation.pointer(), key)));
    }
    for (Violation violation : violations) {
      boolean misspelt =
          violation.keyword().equals("required")
              && meant.contains(Pointers.member(violation.pointer(), violation.property()));
      // A misspelt key is told once, not once more as missing.
      if (!misspelt) {
        problems.add(sentences.problem(violation));
      }
    }
  }

  private void choose(Fork fork, List<Violation> violations) {
    String pointer = Violation.pointer(fork.instance());
    JsonNode value = document.at(pointer);
    List<JsonNode> all = schema.alternatives(fork.path());
    List<JsonNode> fitting = all.stream().filter(each -> SchemaTree.fitsType(each, value)).toList();
    List<String> values = all.stream().flatMap(each -> SchemaTree.values(each).stream()).toList();
    Optional<String> says = sentences.says(fork.path().subList(0, fork.path().size() - 1));
    if (all.stream().noneMatch(each -> SchemaTree.values(each).isEmpty())) {
      report(pointer, sentences.unknownValue(value, values));
    } else if (fitting.isEmpty()) {
      report(pointer, says.orElseGet(() -> sentences.wrongType(all, value)));
    } else if (fitting.size() == 1) {
      follow(fork, violations, all.indexOf(fitting.getFirst()));
    } else if (value.isObject()) {
      chooseByKeys(fork, violations, fitting);
    } else {
      report(pointer, says.orElse("is none of the forms that are allowed here"));
    }
  }

  private void chooseByKeys(Fork fork, List<Violation> violations, List<JsonNode> candidates) {
    String pointer = Violation.pointer(fork.instance());
    JsonNode value = document.at(pointer);
    List<JsonNode> left = candidates;
    for (String key : tellingKeys(candidates)) {
      JsonNode told = value.path(key);
      List<String> allowed = candidates.stream().flatMap(each -> values(each, key)).toList();
      if (told.isMissingNode()) {
        report(pointer, "missing key `" + key + "`; allowed: " + Similar.list(allowed));
        return;
      }
      if (!allowed.contains(SchemaTree.text(told))) {
        report(Pointers.member(pointer, key), sentences.unknownValue(told, allowed));
        return;
      }
      left =
          left.stream()
              .filter(each -> values(each, key).anyMatch(SchemaTree.text(told)::equals))
              .toList();
    }
    if (left.size() == 1) {
      follow(fork, violations, schema.alternatives(fork.path()).indexOf(left.getFirst()));
    } else {
      chooseByPresence(fork, violations, left.isEmpty() ? candidates : left);
    }
  }

  /** Keys with a closed list of values in every alternative that differ, such as {@code kind}. */
  private static List<String> tellingKeys(List<JsonNode> candidates) {
    return candidates
        .getFirst()
        .path("properties")
        .propertyStream()
        .map(Map.Entry::getKey)
        .filter(
            key -> candidates.stream().allMatch(each -> values(each, key).findAny().isPresent()))
        .filter(key ->
            candidates.stream().map(each -> values(each, key).toList()).distinct().count() > 1)
        .filter(
            key -> candidates.stream().allMatch(each -> SchemaTree.required(each).contains(key)))
        .toList();
  }

  private static Stream<String> values(JsonNode alternative, String key) {
    return SchemaTree.values(alternative.path("properties").path(key)).stream();
  }

  /** Alternatives told apart by which of their own keys is there: exactly one of these. */
  private void chooseByPresence(Fork fork, List<Violation> violations, List<JsonNode> candidates) {
    String pointer = Violation.pointer(fork.instance());
    Set<String> present = new LinkedHashSet<>(document.at(pointer).propertyNames());
    List<Set<String>> own = candidates.stream().map(each -> ownKeys(each, candidates)).toList();
    Set<String> marks = new LinkedHashSet<>();
    own.forEach(marks::addAll);
    List<Integer> begun = new ArrayList<>();
    for (int at = 0; at < own.size(); at++) {
      if (own.get(at).stream().anyMatch(present::contains)) {
        begun.add(at);
      }
    }
    Set<String> allowed = new LinkedHashSet<>();
    candidates.forEach(each -> allowed.addAll(schema.keys(each)));
    Optional<String> misspelt =
        present.stream()
            .filter(key -> !allowed.contains(key) && Similar.to(key, marks).isPresent())
            .findFirst();
    if (begun.size() == 1) {
      int branch = schema.alternatives(fork.path()).indexOf(candidates.get(begun.getFirst()));
      follow(fork, violations, branch);
    } else if (begun.isEmpty() && misspelt.isPresent()) {
      String key = misspelt.get();
      String message = sentences.unknownKey(key, marks, allowed);
      problems.add(document.problem(Pointers.member(pointer, key), message));
    } else if (marks.isEmpty()) {
      report(pointer, "is none of the forms that are allowed here");
    } else {
      List<String> clashing = marks.stream().filter(present::contains).toList();
      report(pointer, sentences.exactlyOne(clashing, marks));
    }
  }

  /** The keys that this alternative requires and not every other does too. */
  private static Set<String> ownKeys(JsonNode alternative, List<JsonNode> candidates) {
    Set<String> own = SchemaTree.required(alternative);
    own.removeIf(
        key -> candidates.stream().allMatch(each -> SchemaTree.required(each).contains(key)));
    return own;
  }

  private void follow(Fork fork, List<Violation> violations, int branch) {
    int next = fork.path().size();
    List<Violation> inside =
        violations.stream()
            .filter(each -> each.path().size() > next + 1)
            .filter(each -> each.path().get(next).equals(String.valueOf(branch)))
            .toList();
    if (inside.isEmpty()) {
      report(Violation.pointer(fork.instance()), "fits more than one of the forms allowed here");
    } else {
      judge(inside, next + 1);
    }
  }

  private void report(String pointer, String message) {
    problems.add(document.problem(pointer, Sentences.about(pointer, message)));
  }
}
