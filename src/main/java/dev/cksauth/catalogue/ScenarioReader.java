package dev.cksauth.catalogue;

import dev.cksauth.input.Document;
import dev.cksauth.input.Problems;
import dev.cksauth.input.Similar;
import dev.cksauth.result.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Makes scenarios of a file that the schema has checked, one for each of its cases. */
final class ScenarioReader {

  private static final Set<String> MUTATIONS =
      Set.of(
          "signature-changed",
          "signature-removed",
          "algorithm-none",
          "algorithm-none-in-capitals",
          "algorithm-none-signed",
          "algorithm-removed",
          "own-key-in-header",
          "own-certificate-in-header",
          "empty-secret",
          "guessable-secret",
          "key-id-path",
          "key-id-query",
          "public-key-as-secret",
          "public-key-der-as-secret",
          "modulus-as-secret",
          "key-set-as-secret",
          "blank-signature",
          "payload-changed",
          "foreign-key",
          "lengthened",
          "shortened",
          "case-swapped",
          "resigned",
          "expired",
          "not-yet-valid",
          "issuer-changed",
          "audience-changed",
          "foreign-authority");

  private static final Set<String> FORMS =
      Set.of(
          "console-token",
          "foreign-jwt",
          "service-account-jwt",
          "unsigned-jwt",
          "expired-jwt",
          "bootstrap-token");

  private final Map<String, Requirement> requirements;
  private final Map<String, Profile> profiles;
  private final Map<String, Capability> capabilities;
  private final Set<String> checks;
  private final Problems problems;

  ScenarioReader(
      Map<String, Requirement> requirements,
      Map<String, Profile> profiles,
      Map<String, Capability> capabilities,
      Set<String> checks,
      Problems problems) {
    this.requirements = requirements;
    this.profiles = profiles;
    this.capabilities = capabilities;
    this.checks = checks;
    this.problems = problems;
  }

  List<Scenario> read(String id, Document document) {
    int before = problems.all().size();
    known(document, "/requirement", requirements.keySet(), "requirement");
    knownItems(document, "/profiles", profiles.keySet(), "profile");
    knownItems(document, "/needs", capabilities.keySet(), "capability");
    List<Scenario> scenarios = new ArrayList<>();
    JsonNode cases = document.root().path("cases");
    if (cases.isMissingNode()) {
      checkNames(document, Set.of());
      checkControl(document, document.root());
      if (problems.all().size() == before) {
        scenarios.add(scenario(id, document, document.root(), "/steps"));
      }
      return scenarios;
    }
    cases
        .propertyStream()
        .forEach(member -> {
          String at = "/cases/" + member.getKey();
          JsonNode filled = new Cases(member.getValue()).apply(document.root());
          int soFar = problems.all().size();
          checkNames(document, names(member.getValue()));
          if (problems.all().size() == soFar) {
            checkCase(document, at, filled);
            checkControl(document, filled);
          }
          if (problems.all().size() == before) {
            scenarios.add(scenario(id + "#" + member.getKey(), document, filled, at));
          }
        });
    return scenarios;
  }

  private static Set<String> names(JsonNode values) {
    Set<String> names = new TreeSet<>();
    values.propertyNames().forEach(names::add);
    return names;
  }

  private Scenario scenario(String id, Document document, JsonNode root, String at) {
    return new Scenario(
        id,
        root.path("title").asString(),
        Objects.requireNonNull(requirements.get(root.path("requirement").asString())),
        Level.valueOf(root.path("level").asString()),
        StepReader.texts(root.path("profiles")),
        StepReader.texts(root.path("needs")),
        Impact.valueOf(root.path("impact").asString("none").toUpperCase(Locale.ROOT)),
        Tier.valueOf(root.path("tier").asString("plain").toUpperCase(Locale.ROOT)),
        StepReader.texts(root.path("tags")),
        StepReader.texts(root.path("disturbs")),
        root.has("kubernetes") ? Optional.of(root.path("kubernetes").asString()) : Optional.empty(),
        root.path("steps").valueStream().map(StepReader::read).toList(),
        root.path("consequence").asString().strip(),
        root.path("fix").asString().strip(),
        document.name(),
        document.position(at));
  }

  private void known(Document document, String pointer, Set<String> allowed, String what) {
    String word = document.at(pointer).asString();
    if (!allowed.contains(word)) {
      problems.add(
          document.problem(
              pointer,
              "unknown %s `%s`%s; allowed here: %s"
                  .formatted(
                      what, word, Similar.hint(word, allowed), Similar.list(word, allowed))));
    }
  }

  private void knownItems(Document document, String pointer, Set<String> allowed, String what) {
    for (int i = 0; i < document.at(pointer).size(); i++) {
      if (Names.in(document.at(pointer + "/" + i).asString()).isEmpty()) {
        known(document, pointer + "/" + i, allowed, what);
      }
    }
  }

  /** Names in braces, and names of credentials, in the order of the steps. */
  private void checkNames(Document document, Set<String> caseNames) {
    Set<String> defined = new TreeSet<>(caseNames);
    JsonNode steps = document.at("/steps");
    for (int i = 0; i < steps.size(); i++) {
      JsonNode step = steps.get(i);
      String pointer = "/steps/" + i;
      step.path("save").propertyNames().forEach(defined::add);
      if (step.has("issue")) {
        defined.add(step.path("issue").path("name").asString());
      }
      checkTexts(document, pointer, step, defined);
      if (step.has("check")) {
        known(document, pointer + "/check/name", checks, "check");
      }
      issuer(document, pointer + "/issue/issuer");
      issuer(document, pointer + "/act/issuer");
      AdministratorRule.check(document, pointer + "/request", step.path("request"), problems);
      credential(document, pointer + "/request/as", defined);
      credential(document, pointer + "/review/as", defined);
      credential(document, pointer + "/await/request/as", defined);
      credential(document, pointer + "/await/review/as", defined);
      credential(document, pointer + "/act/credential", defined);
      credential(document, pointer + "/observe/as", defined);
      credential(document, pointer + "/configure/as", defined);
      webhook(document, pointer + "/act/webhook");
      webhook(document, pointer + "/observe/webhook");
      credential(document, pointer + "/issue/from", defined);
      credential(document, pointer + "/issue/of", defined);
      credential(document, pointer + "/check/with/as", defined);
    }
  }

  /** What the schema cannot see behind a name in braces. */
  private void checkCase(Document document, String at, JsonNode root) {
    Set<String> known = new TreeSet<>(Names.credentials());
    root.path("needs").forEach(need -> inCase(document, at, "needs", need, capabilities.keySet()));
    for (JsonNode step : root.path("steps")) {
      JsonNode issue = step.path("issue");
      if (issue.has("name")) {
        known.add(issue.path("name").asString());
      }
      inCase(document, at, "forge", issue.path("forge"), MUTATIONS);
      inCase(document, at, "make", issue.path("make"), FORMS);
      inCase(document, at, "issuer", issue.path("issuer"), issuers());
      inCase(document, at, "issuer", step.path("act").path("issuer"), issuers());
      inCase(document, at, "as", step.path("configure").path("as"), known);
      for (JsonNode review : List.of(step.path("review"), step.path("await").path("review"))) {
        inCase(document, at, "protocol", review.path("protocol"), Set.of("http/1.1", "h2"));
        inCase(document, at, "as", review.path("as"), known);
      }
      for (JsonNode request : List.of(step.path("request"), step.path("await").path("request"))) {
        inCase(document, at, "protocol", request.path("protocol"), Set.of("http/1.1", "h2"));
        inCase(document, at, "as", request.path("as"), known);
        if (request.path("raw").valueStream().anyMatch(line -> !line.isValueNode())) {
          problems.add(document.problem(at, "gives a list or a mapping for a raw line"));
        }
      }
    }
  }

  private void inCase(
      Document document, String at, String key, JsonNode value, Set<String> allowed) {
    // A set's own order is another one in each run of the program.
    Set<String> sorted = new TreeSet<>(allowed);
    if (value.isString() && !sorted.contains(value.asString())) {
      problems.add(
          document.problem(
              at,
              "gives `%s` for %s%s; allowed here: %s"
                  .formatted(
                      value.asString(),
                      key,
                      Similar.hint(value.asString(), sorted),
                      Similar.list(sorted))));
    }
  }

  /** A refusal proves nothing where nothing is let in. */
  private void checkControl(Document document, JsonNode root) {
    boolean rejects = false;
    boolean controlled = false;
    for (JsonNode step : root.path("steps")) {
      controlled |= step.has("control");
      rejects |=
          !step.has("control")
              && step.has("expect")
              && StepReader.expectation(step.path("expect")).rejects();
    }
    if (rejects && !controlled) {
      problems.add(
          document.problem("/steps", "a scenario that expects a rejection needs a control step"));
    }
  }

  /** An issuer that no capability asks for is one that no subject can give. */
  private void issuer(Document document, String pointer) {
    JsonNode node = document.at(pointer);
    if (node.isString() && Names.in(node.asString()).isEmpty()) {
      known(document, pointer, issuers(), "issuer");
    }
  }

  /** The same for a webhook. */
  private void webhook(Document document, String pointer) {
    if (document.at(pointer).isString()) {
      known(document, pointer, webhooks(), "webhook");
    }
  }

  private Set<String> webhooks() {
    return capabilities.values().stream()
        .map(Capability::origin)
        .filter(Capability.GivenWebhook.class::isInstance)
        .map(origin -> ((Capability.GivenWebhook) origin).name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> issuers() {
    return capabilities.values().stream()
        .map(Capability::origin)
        .filter(Capability.GivenIssuer.class::isInstance)
        .map(origin -> ((Capability.GivenIssuer) origin).name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void credential(Document document, String pointer, Set<String> defined) {
    JsonNode node = document.at(pointer);
    if (node.isString() && !Names.in(node.asString()).isEmpty()) {
      return;
    }
    if (node.isString()
        && !defined.contains(node.asString())
        && !Names.credentials().contains(node.asString())) {
      Set<String> allowed = new TreeSet<>(Names.credentials());
      allowed.addAll(defined);
      problems.add(
          document.problem(
              pointer,
              "unknown credential `%s`%s; allowed here: %s"
                  .formatted(
                      node.asString(),
                      Similar.hint(node.asString(), allowed),
                      Similar.list(allowed))));
    }
  }

  private void checkTexts(Document document, String pointer, JsonNode node, Set<String> defined) {
    if (node.isString()) {
      for (String name : Names.in(node.asString())) {
        if (!Names.ofRequest(name, pointer) && !Names.always(name) && !defined.contains(name)) {
          problems.add(
              document.problem(
                  pointer,
                  "unknown name {%s}%s; known here: %s"
                      .formatted(
                          name,
                          Similar.hint(name, known(defined)),
                          Similar.list(new TreeSet<>(known(defined))))));
        }
      }
      if (pointer.endsWith("/matches")) {
        checkPattern(document, pointer, node.asString());
      }
    }
    node.propertyStream()
        .forEach(m -> checkTexts(document, child(pointer, m.getKey()), m.getValue(), defined));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      checkTexts(document, pointer + "/" + i, node.get(i), defined);
    }
  }

  private static Set<String> known(Set<String> defined) {
    Set<String> all = new TreeSet<>(defined);
    all.add("run");
    all.add("namespace");
    all.addAll(Names.credentials());
    return all;
  }

  private void checkPattern(Document document, String pointer, String pattern) {
    try {
      Pattern.compile(pattern.replaceAll("\\{[a-z][a-z0-9-]*}", "x"));
    } catch (PatternSyntaxException invalid) {
      problems.add(
          document.problem(
              pointer,
              "is no regular expression: " + invalid.getDescription().toLowerCase(Locale.ROOT)));
    }
  }

  private static String child(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }
}
