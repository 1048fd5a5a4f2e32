package dev.cksauth.catalogue;

import dev.cksauth.catalogue.Expectation.ReviewWord;
import dev.cksauth.catalogue.Step.Head;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Makes steps of nodes whose form the schema has checked. */
final class StepReader {

  private static final String OIDC = "oidc";

  private StepReader() {}

  static Step read(JsonNode step) {
    Head head = head(step);
    for (Map.Entry<String, JsonNode> member : step.properties()) {
      JsonNode verb = member.getValue();
      switch (member.getKey()) {
        case "request" -> {
          return request(head, verb);
        }
        case "review" -> {
          return review(head, verb);
        }
        case "issue" -> {
          return issue(head, verb);
        }
        case "act" -> {
          return new Step.Act(
              head,
              verb.path("action").asString(),
              text(verb, "credential"),
              text(verb, "webhook"),
              text(verb, "issuer"),
              text(verb, "fault"),
              text(verb, "user"),
              text(verb, "group"),
              text(verb, "device"),
              Optional.ofNullable(verb.get("answer")),
              verb.has("times") ? Optional.of(verb.path("times").asInt()) : Optional.empty());
        }
        case "configure" -> {
          return configure(head, verb);
        }
        case "observe" -> {
          return new Step.Observe(
              head,
              text(verb, "webhook").orElse(Names.TOKEN),
              text(verb, "as"),
              about(verb.path("about")),
              verb.path("since").asString("").equals("last"),
              text(verb, "within").map(StepReader::duration));
        }
        case "await" -> {
          String within = verb.path("within").asString();
          return new Step.Await(
              head, attempt(head, verb), within.equals("caches") ? Step.CACHES : duration(within));
        }
        case "check" -> {
          return new Step.Check(head, verb.path("name").asString(), verb.path("with"));
        }
        default -> {
          // title, control, expect and save belong to every step
        }
      }
    }
    throw new IllegalArgumentException("a step without a verb passed the schema");
  }

  private static Map<String, String> about(JsonNode pointers) {
    Map<String, String> about = new TreeMap<>();
    pointers.properties().forEach(entry -> about.put(entry.getKey(), entry.getValue().asString()));
    return about;
  }

  private static Step.Configure configure(Head head, JsonNode verb) {
    return new Step.Configure(
        head,
        text(verb, "as").orElse(Names.CKS_API),
        text(verb, "cluster").orElse(Names.placeholder(Names.CLUSTER_ID)),
        text(verb, "mask"),
        verb.path("fields"),
        text(verb, "text"),
        verb.path("wait").asBoolean(true),
        verb.path("harmful").asBoolean(false));
  }

  private static Head head(JsonNode step) {
    Optional<String> control = text(step, "control");
    return new Head(
        control.or(() -> text(step, "title")).orElse(""),
        control.isPresent(),
        step.has("expect") ? expectation(step.path("expect")) : Expectation.NOTHING,
        map(step.path("save"), JsonNode::asString));
  }

  private static Step.Request request(Head head, JsonNode verb) {
    return new Step.Request(
        head,
        verb.path("endpoint").asString(),
        text(verb, "as").orElse(Names.NONE),
        text(verb, "method"),
        text(verb, "path"),
        headers(verb),
        Optional.ofNullable(verb.get("body")),
        text(verb, "protocol"),
        texts(verb.path("raw")));
  }

  private static Step.Attempt attempt(Head head, JsonNode verb) {
    return verb.has("review")
        ? review(head, verb.path("review"))
        : request(head, verb.path("request"));
  }

  private static Step.Attempt review(Head head, JsonNode verb) {
    if (verb.has("access")) {
      return new Step.Access(
          head, verb.path("access").asString(), text(verb, "version").orElse("v1"), form(verb));
    }
    return new Step.Review(
        head,
        text(verb, "as").orElse(Names.NONE),
        text(verb, "token"),
        verb.path("times").asInt(1),
        text(verb, "version").orElse("v1"),
        verb.has("audiences") ? Optional.of(texts(verb.path("audiences"))) : Optional.empty(),
        form(verb));
  }

  private static Step.Form form(JsonNode verb) {
    return new Step.Form(
        text(verb, "method"),
        text(verb, "path"),
        headers(verb),
        Optional.ofNullable(verb.get("with")),
        text(verb, "text"),
        text(verb, "protocol"),
        text(verb, "within").map(StepReader::duration),
        texts(verb.path("raw")));
  }

  private static Map<String, List<String>> headers(JsonNode verb) {
    return map(
        verb.path("headers"), value -> value.isArray() ? texts(value) : List.of(value.asString()));
  }

  private static Step issue(Head head, JsonNode verb) {
    String name = verb.path("name").asString();
    Optional<String> mutation = text(verb, "forge");
    if (mutation.isPresent()) {
      return new Step.Forge(head, name, mutation.get(), verb.path("from").asString());
    }
    if (verb.has("make")) {
      return new Step.Make(head, name, verb.path("make").asString());
    }
    boolean oidc = verb.path("kind").asString("").equals(OIDC);
    if (verb.has("login")) {
      return login(head, name, verb, oidc);
    }
    if (oidc) {
      return ofIssuer(head, name, verb);
    }
    return new Step.Issue(
        head,
        name,
        verb.path("kind").asString(),
        texts(verb.path("audiences")),
        verb.has("seconds") ? Optional.of(verb.path("seconds").asInt()) : Optional.empty(),
        text(verb, "bound"),
        text(verb, "of"));
  }

  private static Step login(Head head, String name, JsonNode verb, boolean oidc) {
    return new Step.LogIn(
        head,
        name,
        oidc ? text(verb, "issuer").or(() -> Optional.of(Names.PRIMARY)) : Optional.empty(),
        text(verb, "user").orElse(""),
        verb.path("login").asString(),
        text(verb, "within")
            .map(within -> within.equals("lock-out") ? Step.LOCK_OUT : duration(within)));
  }

  private static Step ofIssuer(Head head, String name, JsonNode verb) {
    return new Step.Sign(
        head,
        name,
        text(verb, "issuer").orElse(Names.PRIMARY),
        verb.path("header"),
        verb.path("claims"),
        verb.path("twice"),
        verb.path("key").asString("").equals("newest"),
        verb.path("padding").asInt(0));
  }

  static Expectation expectation(JsonNode node) {
    return new Expectation(
        matcher(node, "identity"),
        matcher(node, "status"),
        node.has("tls"),
        answer(node.path("answer")),
        matcher(node, "username"),
        texts(node.path("groups")),
        map(node.path("body"), Matcher::of),
        map(node.path("headers"), Matcher::of),
        matcher(node, "exchanges"),
        map(node.path("each"), Matcher::of),
        map(node.path("together"), Matcher::of),
        text(node, "refused-by"),
        node.has("issued") ? Optional.of(node.path("issued").asBoolean()) : Optional.empty());
  }

  private static Set<ReviewWord> answer(JsonNode node) {
    Set<ReviewWord> words = EnumSet.noneOf(ReviewWord.class);
    for (String word : node.isArray() ? texts(node) : one(node)) {
      switch (word) {
        case "not-accepted" -> words.addAll(EnumSet.of(ReviewWord.DENIED, ReviewWord.FAULTED));
        case "anything-but-accepted", "anything-but-allowed" ->
            words.addAll(EnumSet.complementOf(EnumSet.of(ReviewWord.ACCEPTED, ReviewWord.ALLOWED)));
        default -> words.add(ReviewWord.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
      }
    }
    return words;
  }

  private static List<String> one(JsonNode node) {
    return node.isMissingNode() ? List.of() : List.of(node.asString());
  }

  private static Optional<Matcher> matcher(JsonNode node, String key) {
    return node.has(key) ? Optional.of(Matcher.of(node.path(key))) : Optional.empty();
  }

  private static Optional<String> text(JsonNode node, String key) {
    return node.has(key) ? Optional.of(node.path(key).asString()) : Optional.empty();
  }

  static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  private static <T> Map<String, T> map(JsonNode node, Function<JsonNode, T> value) {
    Map<String, T> members = new LinkedHashMap<>();
    node.propertyStream().forEach(m -> members.put(m.getKey(), value.apply(m.getValue())));
    return members;
  }

  private static Duration duration(String text) {
    long number = Long.parseLong(text.replaceAll("[a-z]", ""));
    if (text.endsWith("ms")) {
      return Duration.ofMillis(number);
    }
    return text.endsWith("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
  }
}
