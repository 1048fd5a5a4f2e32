package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Prober;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.Action;
import dev.cksauth.subject.ActionName;
import dev.cksauth.subject.Client;
import dev.cksauth.subject.ExecCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks for the actions of a subject's file: done at exit 0 or a 2xx answer. */
final class Actions {

  /** The design's bound on any action. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final int FORBIDDEN = 403;

  /** How a program says the same. */
  private static final int REFUSED = 3;

  /** How parts of a test cluster are reached that are told things in plain. */
  static final Client PLAIN =
      new Client(
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final Prober prober;
  private final Map<ActionName, Action> actions;
  private final JsonMapper json = new JsonMapper();

  Actions(Prober prober, Map<ActionName, Action> actions) {
    this.prober = prober;
    this.actions = actions;
  }

  boolean has(ActionName name) {
    return actions.containsKey(name);
  }

  /**
   * Does it.
   *
   * @param facts told to the other side: {@code token}, {@code name}, {@code kind}, {@code login},
   *     {@code fault}, {@code group}, {@code device}, {@code port}
   * @return what it answered: a body, or what it printed
   */
  String perform(ActionName name, Map<String, String> facts)
      throws NotTestedException, UnknownFactsException {
    return switch (attempt(name, facts)) {
      case Deed.Done(String answer) -> answer;
      case Deed.Refused(String how) ->
          throw new UnknownFactsException("the action `%s` %s".formatted(name.word(), how));
    };
  }

  /** What came of an action that was done, or that may not be. */
  private sealed interface Deed {
    record Done(String answer) implements Deed {}

    record Refused(String how) implements Deed {}
  }

  private Deed attempt(ActionName name, Map<String, String> facts)
      throws NotTestedException, UnknownFactsException {
    Action action = actions.get(name);
    if (action == null) {
      throw new NotTestedException("the subject's file names no action `" + name.word() + "`");
    }
    return switch (action) {
      case Action.Post(URI url) -> post(name, url, facts);
      case Action.Exec(ExecCommand command) -> exec(name, command, facts);
    };
  }

  /**
   * A token of a user by the action {@code issue}.
   *
   * @return empty where it says by HTTP 403, or by exit code 3, that the user may not
   */
  Optional<String> logIn(Map<String, String> facts)
      throws NotTestedException, UnknownFactsException {
    return switch (attempt(ActionName.ISSUE, facts)) {
      case Deed.Done(String answer) -> Optional.of(token(answer));
      case Deed.Refused ignored -> Optional.empty();
    };
  }

  /**
   * Makes an address on this machine's loopback mean the same to the subject, where that needs to
   * be asked for: what runs in a container has a loopback of its own.
   */
  void reach(URI place) throws NotTestedException, UnknownFactsException {
    if (has(ActionName.REACH)) {
      String unused = perform(ActionName.REACH, Map.of("port", String.valueOf(place.getPort())));
    }
  }

  /** A new credential by the action {@code issue}: an ExecCredential or a bare token. */
  String issue(String kind, String name) throws NotTestedException, UnknownFactsException {
    return token(perform(ActionName.ISSUE, Map.of("kind", kind, "name", name)));
  }

  private String token(String given) throws UnknownFactsException {
    String answer = given.strip();
    if (!answer.startsWith("{")) {
      return required(answer);
    }
    try {
      JsonNode token = json.readTree(answer).path("status").path("token");
      return required(token.asString(""));
    } catch (JacksonException notJson) {
      throw new UnknownFactsException("the action `issue` gave no token");
    }
  }

  private static String required(String token) throws UnknownFactsException {
    if (token.isBlank()) {
      throw new UnknownFactsException("the action `issue` gave no token");
    }
    return token;
  }

  private Deed post(ActionName name, URI url, Map<String, String> facts)
      throws UnknownFactsException {
    URI base = url.resolve("/");
    String path = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    Exchange exchange =
        prober.send(
            new Target("action " + name.word(), base, Optional.empty(), PLAIN),
            ProbeRequest.postJson(path, json.writeValueAsString(facts)));
    return switch (exchange.outcome()) {
      case Outcome.Failed failed ->
          throw new UnknownFactsException("the action `" + name.word() + "`: " + failed.words());
      case Outcome.Answered answered -> {
        if (answered.status() == FORBIDDEN) {
          yield new Deed.Refused("answered HTTP 403");
        }
        if (answered.status() / 100 != 2) {
          throw new UnknownFactsException(
              "the action `%s` answered HTTP %d".formatted(name.word(), answered.status()));
        }
        yield new Deed.Done(new String(answered.body(), StandardCharsets.UTF_8));
      }
    };
  }

  private Deed exec(ActionName name, ExecCommand command, Map<String, String> facts)
      throws UnknownFactsException {
    try {
      Path tokenFile = Files.createTempFile("cks-auth-", ".token");
      Path output = Files.createTempFile("cks-auth-", ".out");
      try {
        Files.writeString(tokenFile, facts.getOrDefault("token", ""));
        return run(name, command, facts, tokenFile, output);
      } finally {
        Files.deleteIfExists(tokenFile);
        Files.deleteIfExists(output);
      }
    } catch (IOException failed) {
      throw new UnknownFactsException(
          "the action `%s`: `%s` cannot be run".formatted(name.word(), command.program()));
    }
  }

  private static Deed run(
      ActionName name, ExecCommand command, Map<String, String> facts, Path token, Path output)
      throws IOException, UnknownFactsException {
    List<String> words =
        command.resolved().stream()
            .map(word -> word.replace("{token-file}", token.toString()))
            .map(word -> word.replace("{name}", facts.getOrDefault("name", "")))
            .map(word -> word.replace("{kind}", facts.getOrDefault("kind", "")))
            .map(word -> word.replace("{login}", facts.getOrDefault("login", "")))
            .map(word -> word.replace("{fault}", facts.getOrDefault("fault", "")))
            .map(word -> word.replace("{group}", facts.getOrDefault("group", "")))
            .map(word -> word.replace("{device}", facts.getOrDefault("device", "")))
            .map(word -> word.replace("{port}", facts.getOrDefault("port", "")))
            .toList();
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(command.directory().toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(command.environment());
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new UnknownFactsException("the action `%s` took over 10 s".formatted(name.word()));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnknownFactsException("the action `%s` was interrupted".formatted(name.word()));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (process.exitValue() == REFUSED) {
      return new Deed.Refused("ended with exit code 3");
    }
    if (process.exitValue() != 0) {
      throw new UnknownFactsException(
          "the action `%s` ended with exit code %d".formatted(name.word(), process.exitValue()));
    }
    return new Deed.Done(Files.readString(output));
  }
}
