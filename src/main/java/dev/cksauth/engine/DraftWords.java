package dev.cksauth.engine;

import dev.cksauth.catalogue.Step;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** In what way a token that a scenario has signed differs from a usual one, in words. */
final class DraftWords {
  private static final int LONGEST = 60;

  private DraftWords() {}

  /** Such as {@code exp 1h ago, without sub}; empty for a usual token. */
  static String of(Step.Sign sign) {
    List<String> words = new ArrayList<>();
    add("header ", sign.header(), "", words);
    add("", sign.claims(), "", words);
    add("", sign.twice(), " before the usual one", words);
    if (sign.newest()) {
      words.add("signed by the newest key");
    }
    if (sign.padding() > 0) {
      words.add("%,d characters longer".formatted(sign.padding()));
    }
    return String.join(", ", words);
  }

  private static void add(String before, JsonNode changes, String after, List<String> words) {
    if (changes.isString()) {
      words.add(before + changes.asString() + after); // a name that each case fills in
    }
    changes
        .properties()
        .forEach(change -> words.add(before + words(change.getKey(), change.getValue()) + after));
  }

  private static String words(String name, JsonNode value) {
    if (value.isNull()) {
      return "without " + name;
    }
    if (value.size() == 1 && value.has("in")) {
      return name + " in " + value.path("in").asString();
    }
    if (value.size() == 1 && value.has("ago")) {
      return "%s %s ago".formatted(name, value.path("ago").asString());
    }
    String text = value.isString() ? "`" + value.asString() + "`" : value.toString();
    return name + " " + (text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
  }
}
