package dev.cksauth.engine;

import dev.cksauth.probe.Pseudonyms;
import dev.cksauth.probe.Pseudonyms.Kind;
import dev.cksauth.result.Attempt;
import dev.cksauth.result.ExchangeRecord;
import dev.cksauth.result.Identity;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Stability;
import dev.cksauth.result.StepResult;
import dev.cksauth.result.SubjectResult;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.Endpoint;
import dev.cksauth.subject.Expected;
import dev.cksauth.subject.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A run under other names, to be shown to everybody: of users, groups, hosts, namespaces and ids,
 * those that the subjects' files give and those that answers brought.
 */
public final class Publication {
  /** What every report of it says. */
  static final String SENTENCE =
      "Users, groups, hosts, namespaces and ids stand under other names (`--publish`).";

  private final Pseudonyms names = new Pseudonyms();
  private final NameFinder finder = new NameFinder(names);

  private Publication() {}

  /**
   * The run under other names.
   *
   * @param subjects whose files name somebody
   */
  public static RunResult of(RunResult run, List<Subject> subjects) {
    Publication publication = new Publication();
    subjects.forEach(publication::learn);
    run.results().forEach(result -> result.steps().forEach(publication::learn));
    run.results().forEach(publication::learn);
    run.subjects().forEach(subject -> subject.notes().forEach(publication.finder::look));
    return publication.renamed(run);
  }

  private void learn(ScenarioResult result) {
    finder.look(result.reason());
    if (result.stability() != null) {
      result.stability().others().forEach(span -> finder.look(span.reason()));
    }
  }

  private void learn(Subject subject) {
    subject.hosts().forEach(contact -> host(contact.host()));
    subject
        .hosts()
        .forEach(contact -> contact.name().ifPresent(name -> host(String.valueOf(name.getHost()))));
    subject.credentials().forEach(this::learn);
    if (subject instanceof ClusterSubject cluster) {
      cluster.endpoints().stream()
          .map(Endpoint::name)
          .filter(name -> !Endpoint.OF_VENDOR.contains(name) && !name.equals(Endpoint.CUSTOM))
          .forEach(name -> finder.add(Kind.NAME, name));
    }
    learn("", subject.document());
  }

  private void learn(Credential credential) {
    finder.add(Kind.USER, credential.name());
    credential.expect().ifPresent(this::learn);
  }

  private void learn(Expected expected) {
    finder.add(Kind.USER, expected.username());
    expected.groups().ifPresent(all -> all.forEach(group -> finder.add(Kind.GROUP, group)));
    expected.uid().ifPresent(uid -> finder.add(Kind.ID, uid));
    expected
        .extra()
        .values()
        .forEach(values -> values.forEach(value -> finder.add(Kind.NAME, value)));
  }

  /** A file names hosts in addresses, and clusters and clients by ids. */
  private void learn(String key, JsonNode node) {
    if (node.isString()) {
      finder.look(node.asString());
      switch (key) {
        case "clusterId", "clientId", "uid" -> finder.add(Kind.ID, node.asString());
        case "address", "tlsServerName" -> host(node.asString().replaceFirst(":[0-9]+$", ""));
        case "context" -> finder.add(Kind.NAME, node.asString());
        default -> {}
      }
    }
    node.properties().forEach(member -> learn(member.getKey(), member.getValue()));
    if (node.isArray()) {
      node.forEach(item -> learn(key, item));
    }
  }

  /** A cluster's name begins with its organisation and its own, and they stand alone too. */
  private void host(String host) {
    finder.add(Kind.HOST, host);
    Stream.of(host.split("\\."))
        .filter(label -> label.contains("-") && label.chars().anyMatch(Character::isDigit))
        .forEach(label -> finder.add(Kind.ID, label));
  }

  private void learn(StepResult step) {
    Stream.of(step.title(), step.expected(), step.actual()).forEach(finder::look);
    ExchangeRecord exchange = step.exchange();
    if (exchange == null) {
      return;
    }
    finder.look(exchange.request().url());
    headers(exchange.request().headers());
    Stream.ofNullable(exchange.request().body()).forEach(finder::look);
    Stream.ofNullable(exchange.request().lines()).forEach(lines -> lines.forEach(finder::look));
    Stream.ofNullable(exchange.error()).forEach(finder::look);
    if (exchange.response() != null) {
      headers(exchange.response().headers());
      Stream.ofNullable(exchange.response().body()).forEach(finder::look);
    }
  }

  /** As members of JSON, whose names say what their values are. */
  private void headers(Map<String, List<String>> headers) {
    headers.forEach((name, values) ->
        values.forEach(value -> {
          String quoted = value.replace("\"", "'");
          finder.look("\"%s\": \"%s\"".formatted(name, quoted));
          finder.look("\"%s\": [\"%s\"]".formatted(name, quoted));
          if (name.equalsIgnoreCase("host")) {
            finder.add(Kind.HOST, value.replaceFirst(":[0-9]+$", ""));
          }
        }));
  }

  private RunResult renamed(RunResult run) {
    List<String> leftOut = new ArrayList<>(run.leftOut());
    leftOut.addFirst(SENTENCE);
    return new RunResult(
        run.suiteVersion(),
        run.catalogue(),
        run.topology(),
        run.startedAt(),
        run.finishedAt(),
        run.verdict(),
        run.unfinished(),
        leftOut,
        run.subjects().stream().map(this::renamed).toList(),
        run.results().stream().map(this::renamed).toList(),
        null,
        run.rounds());
  }

  /** Without keys and UID: whoever knows them would know whose they are. */
  private SubjectResult renamed(SubjectResult subject) {
    Map<String, String> capabilities = new LinkedHashMap<>();
    subject.capabilities().forEach((name, word) -> capabilities.put(name, names.apply(word)));
    return new SubjectResult(
        names.apply(subject.id()),
        subject.kind(),
        names.apply(subject.name()),
        subject.version(),
        subject.vendor(),
        capabilities,
        subject.verdict(),
        subject.profiles(),
        subject.notes().stream().map(names::apply).toList(),
        Identity.UNKNOWN);
  }

  /** What the catalogue says of a scenario is public, and stays as it is. */
  private ScenarioResult renamed(ScenarioResult result) {
    return new ScenarioResult(
        names.apply(result.subject()),
        result.id(),
        result.title(),
        result.level(),
        result.requirement(),
        result.required(),
        result.profiles(),
        result.verdict(),
        result.evidence(),
        names.apply(result.reason()),
        result.consequence(),
        result.fix(),
        result.durationMillis(),
        result.reruns(),
        renamed(result.stability()),
        result.steps().stream().map(this::renamed).toList());
  }

  private @Nullable Stability renamed(@Nullable Stability stability) {
    return stability == null
        ? null
        : new Stability(
            stability.rounds(),
            stability.usual(),
            stability.flakeRate(),
            stability.others().stream()
                .map(span ->
                    new Stability.Span(
                        span.first(), span.last(), span.verdict(), names.apply(span.reason())))
                .toList());
  }

  private StepResult renamed(StepResult step) {
    Attempt attempt = step.attempt();
    return new StepResult(
        names.apply(step.title()),
        step.control(),
        step.verdict(),
        names.apply(step.expected()),
        names.apply(step.actual()),
        step.exchange() == null ? null : renamed(step.exchange()),
        attempt == null
            ? null
            : new Attempt(
                names.apply(attempt.endpoint()), attempt.credential(), attempt.outcome()));
  }

  private ExchangeRecord renamed(ExchangeRecord exchange) {
    ExchangeRecord.Request request = exchange.request();
    ExchangeRecord.Response response = exchange.response();
    List<String> lines = request.lines();
    return new ExchangeRecord(
        new ExchangeRecord.Request(
            request.method(),
            names.apply(request.url()),
            renamed(request.headers()),
            renamed(request.body()),
            lines == null ? null : lines.stream().map(names::apply).toList()),
        response == null
            ? null
            : new ExchangeRecord.Response(
                response.status(),
                response.protocol(),
                renamed(response.headers()),
                renamed(response.body())),
        exchange.millis(),
        renamed(exchange.error()));
  }

  private @Nullable String renamed(@Nullable String text) {
    return text == null ? null : names.apply(text);
  }

  private Map<String, List<String>> renamed(Map<String, List<String>> headers) {
    Map<String, List<String>> renamed = new LinkedHashMap<>();
    headers.forEach((name, values) ->
        renamed.put(names.apply(name), values.stream().map(names::apply).toList()));
    return renamed;
  }
}
