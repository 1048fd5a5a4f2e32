package dev.cksauth.engine;

import dev.cksauth.catalogue.Expectation;
import dev.cksauth.catalogue.Matcher;
import dev.cksauth.catalogue.Step;
import dev.cksauth.engine.Observations.Seen;
import dev.cksauth.subject.SecretValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares what a webhook was asked with what a step expects. */
final class ObserveRunner {
  private static final double MILLIS = 1000.0;

  private final Go go;

  ObserveRunner(Go go) {
    this.go = go;
  }

  Judged run(Step.Observe step) throws NotTestedException, UnknownFactsException {
    Expectation expect = step.head().expect();
    if (!expect.asserts()) {
      throw new UnknownFactsException("the step asks the observer and expects nothing");
    }
    Observations watched =
        go.watched(go.named(step.webhook()))
            .orElseThrow(() -> new IllegalStateException("the webhook is not watched"));
    Optional<SecretValue> token = Optional.empty();
    if (step.as().isPresent()) {
      token = go.credentials().get(step.as().get()).token();
      if (token.isEmpty()) {
        throw new UnknownFactsException("credential " + step.as().get() + " has no token");
      }
    }
    Optional<SecretValue> of = token;
    Map<String, String> about = new HashMap<>();
    step.about().forEach((pointer, text) -> about.put(pointer, go.named(text)));
    Judged judged =
        Waiting.until(
            step.within().map(go.session()::patient).orElse(Duration.ZERO),
            () -> judge(expect, watched.seen(of, about, step.last())),
            seen -> seen.kind() == Judged.Kind.MET);
    watched.mark();
    return judged;
  }

  private Judged judge(Expectation expect, List<Seen> calls) {
    List<Judged> parts = new ArrayList<>();
    expect.exchanges().ifPresent(matcher -> parts.add(count(matcher, calls.size())));
    boolean details =
        !(expect.each().isEmpty()
            && expect.body().isEmpty()
            && expect.headers().isEmpty()
            && expect.together().isEmpty());
    if (details && calls.isEmpty()) {
      parts.add(Judged.unmet("a call", "none"));
    }
    expect.each().forEach((name, matcher) -> each(parts, name, matcher, calls));
    expect
        .body()
        .forEach((pointer, matcher) ->
            all(parts, "body " + pointer, matcher, calls, call -> value(call.body().at(pointer))));
    expect
        .headers()
        .forEach((name, matcher) ->
            all(parts, "header " + name, matcher, calls, call -> call.headers().get(name)));
    expect.together().forEach((name, matcher) -> together(parts, name, matcher, calls));
    return Judged.all(parts);
  }

  private Judged count(Matcher matcher, int calls) {
    return Judged.of(
        matcher.accepts(Integer.toString(calls), go::named),
        calls(matcher.words(go::named)),
        calls(Integer.toString(calls)));
  }

  private static String calls(String number) {
    return number.equals("0")
        ? "the webhook is not asked"
        : number.equals("1") ? "1 call" : number + " calls";
  }

  private void each(List<Judged> parts, String name, Matcher matcher, List<Seen> calls) {
    switch (name) {
      case "method" -> all(parts, name, matcher, calls, Seen::method);
      case "uri" -> all(parts, name, matcher, calls, Seen::uri);
      case "protocol" -> all(parts, name, matcher, calls, Seen::protocol);
      case "certificate" ->
          all(parts, name, matcher, calls, call -> call.certificate().orElse(null));
      case "pause" -> pauses(parts, matcher, calls);
      default -> throw new IllegalArgumentException("no such fact of a call: " + name);
    }
  }

  private void pauses(List<Judged> parts, Matcher matcher, List<Seen> calls) {
    List<String> pauses = new ArrayList<>();
    boolean good = true;
    for (int i = 1; i < calls.size(); i++) {
      String pause = seconds(Duration.between(calls.get(i - 1).at(), calls.get(i).at()));
      good &= matcher.accepts(pause, go::named);
      pauses.add(pause);
    }
    parts.add(
        Judged.of(
            good && !pauses.isEmpty(),
            "pauses of " + matcher.words(go::named) + " s",
            pauses.isEmpty() ? "no second call" : "pauses of " + String.join(", ", pauses) + " s"));
  }

  private void together(List<Judged> parts, String name, Matcher matcher, List<Seen> calls) {
    switch (name) {
      case "connections" -> {
        String number = "" + calls.stream().map(Seen::connection).distinct().count();
        parts.add(
            Judged.of(
                matcher.accepts(number, go::named),
                "connections: " + matcher.words(go::named),
                "connections: " + number));
      }
      case "lasting" -> {
        String seconds =
            calls.isEmpty()
                ? "0"
                : seconds(Duration.between(calls.getFirst().at(), calls.getLast().at()));
        parts.add(
            Judged.of(
                matcher.accepts(seconds, go::named),
                "over " + matcher.words(go::named) + " s",
                "over " + seconds + " s"));
      }
      default -> throw new IllegalArgumentException("no such fact of calls: " + name);
    }
  }

  /** Each call is as expected, or the first that is not is told. */
  private void all(
      List<Judged> parts,
      String what,
      Matcher matcher,
      List<Seen> calls,
      Function<Seen, @Nullable String> fact) {
    for (Seen call : calls) {
      @Nullable String value = fact.apply(call);
      Judged judged =
          Judged.of(
              matcher.accepts(value, go::named),
              what + " " + matcher.words(go::named),
              what + " " + (value == null ? "absent" : value));
      if (judged.kind() != Judged.Kind.MET || call.equals(calls.getLast())) {
        parts.add(judged);
        return;
      }
    }
  }

  private static @Nullable String value(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    return node.isValueNode() ? node.asString() : node.toString();
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f", duration.toMillis() / MILLIS);
  }
}
