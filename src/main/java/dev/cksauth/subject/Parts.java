package dev.cksauth.subject;

import dev.cksauth.catalogue.Impact;
import dev.cksauth.input.Similar;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what the files of both kinds have in common. */
final class Parts {
  private Parts() {}

  static Metadata metadata(Value root) {
    Value metadata = root.at("metadata");
    return new Metadata(
        metadata.text("name").orElse(""), metadata.text("version"), metadata.text("vendor"));
  }

  /** The declared capabilities. */
  static Map<String, Boolean> capabilities(Value root, Set<String> known) {
    Value capabilities = root.at("capabilities");
    Map<String, Boolean> declared = new LinkedHashMap<>();
    for (String name : capabilities.keys()) {
      if (!known.contains(name)) {
        capabilities
            .at(name)
            .problem(
                "unknown capability"
                    + Similar.hint(name, known)
                    + "; allowed: "
                    + Similar.list(known.stream().sorted().toList()));
      }
      declared.put(name, capabilities.flag(name));
    }
    return declared;
  }

  static Set<Impact> allow(Value root) {
    List<String> words = root.texts("allow");
    return Stream.of(Impact.values())
        .filter(impact -> words.contains(impact.word()))
        .collect(Collectors.toSet());
  }

  static Map<ActionName, Action> actions(Value holder) {
    Map<ActionName, Action> actions = new EnumMap<>(ActionName.class);
    for (ActionName name : ActionName.values()) {
      holder.at("actions").maybe(name.word()).ifPresent(each -> actions.put(name, action(each)));
    }
    return actions;
  }

  private static Action action(Value value) {
    Optional<Value> exec = value.maybe("exec");
    return exec.isPresent()
        ? new Action.Exec(exec.get().command())
        : new Action.Post(value.at("post").contact(Urls.Rule.ANY));
  }

  static Optional<LogSource> log(Value holder) {
    return holder
        .maybe("log")
        .map(log -> {
          Optional<Value> exec = log.maybe("exec");
          return exec.isPresent()
              ? new LogSource.FromCommand(exec.get().command())
              : logFile(log.at("file"));
        });
  }

  private static LogSource logFile(Value file) {
    // Only looked for, not read: a log may be large.
    String path = file.text().orElse("");
    if (!path.isEmpty() && !Files.isReadable(file.path(path))) {
      file.problem(Texts.missing(file, path));
    }
    return new LogSource.InFile(file.path(path));
  }

  static Optional<Expected> expected(Value credential) {
    return credential
        .maybe("expect")
        .map(expect ->
            new Expected(
                expect.text("username").orElse(""),
                expect.maybe("groups").map(each -> Set.copyOf(expect.texts("groups"))),
                expect.text("uid"),
                extra(expect.at("extra"))));
  }

  private static Map<String, List<String>> extra(Value extra) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    extra.keys().forEach(key -> values.put(key, extra.at(key).words()));
    return values;
  }

  static Optional<Authorities> authorities(Value holder) {
    return holder.maybe("ca").flatMap(PemReader::file).flatMap(PemReader::authorities);
  }

  static Optional<ClientCertificate> certificate(Value holder) {
    return holder
        .maybe("clientCertificate")
        .flatMap(pair ->
            PemReader.client(
                PemReader.file(pair.at("certificate")), PemReader.file(pair.at("key"))));
  }

  /** A duration whose form the schema has checked, such as {@code 30s}. */
  static Optional<Duration> duration(Value value) {
    return value
        .text()
        .filter(text -> text.matches("[0-9]{1,6}(ms|s|m|h)"))
        .map(text -> {
          long amount = Long.parseLong(text.replaceAll("[a-z]", ""));
          return switch (text.replaceAll("[0-9]", "")) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
          };
        });
  }

  /** Refuses a name that an earlier item of the list has. */
  static <T> List<T> named(Value list, Set<String> taken, Function<Value, T> read) {
    Set<String> names = new HashSet<>(taken);
    for (Value item : list.items()) {
      item.text("name")
          .filter(name -> !names.add(name))
          .ifPresent(name -> item.at("name").problem("the name `" + name + "` is taken"));
    }
    return list.items().stream().map(read).toList();
  }
}
