package dev.cksauth.cli;

import dev.cksauth.load.LoadPlan;
import dev.cksauth.load.LoadProtocol;
import dev.cksauth.load.Objective;
import dev.cksauth.load.TokenMix;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much load is put on a webhook, and in what way. */
final class LoadOptions {
  private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m)");
  private static final double FASTEST = 1_000_000;
  private static final int MOST_CONNECTIONS = 1000;
  private static final int MOST_TOKENS = 100_000;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Reviews a second; default: ${DEFAULT-VALUE}. A search for the highest begins here.")
  private double rate = 100;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "How long a load is measured, such as 10s; default: ${DEFAULT-VALUE}")
  private String duration = "10s";

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      description = "How long it is sent before that; default: ${DEFAULT-VALUE}")
  private String warmUp = "2s";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "After which a review counts as unanswered; default: ${DEFAULT-VALUE}")
  private String timeout = "30s";

  @Option(
      names = "--tokens",
      paramLabel = "KIND",
      description =
          "valid (those of the file, in turn), invalid (each another) or mix;"
              + " default: ${DEFAULT-VALUE}")
  private String tokens = "valid";

  @Option(
      names = "--distinct",
      paramLabel = "N",
      description =
          "So many valid tokens, each of which the file's action `issue` gives, instead of those of"
              + " the file.")
  private @Nullable Integer distinct;

  @Option(
      names = "--http",
      paramLabel = "VERSION",
      description = "auto (what the server chooses), 2 or 1.1; default: ${DEFAULT-VALUE}")
  private String http = "auto";

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "At most so many; default: 1, as an API server has, and 64 with HTTP/1.1")
  private @Nullable Integer connections;

  @Option(
      names = "--objective",
      paramLabel = "pNN=TIME",
      description = {
        "What must hold, such as p99=200ms, without any error. The highest rate that holds it is"
            + " looked for, unless --at-rate-only is given."
      })
  private @Nullable String objective;

  @Option(
      names = "--at-rate-only",
      description = "With --objective: only says whether --rate holds it.")
  private boolean atRateOnly;

  LoadPlan plan() throws CommandFailure {
    if (!(rate >= 1 && rate <= FASTEST)) {
      throw wrong("--rate: from 1 to 1,000,000; this is " + rate);
    }
    Duration measured = duration("--duration", duration);
    Duration patience = duration("--timeout", timeout);
    if (measured.isZero() || patience.isZero()) {
      throw wrong("--duration and --timeout are longer than nothing");
    }
    return new LoadPlan(rate, measured, duration("--warm-up", warmUp), patience);
  }

  private static Duration duration(String option, String text) throws CommandFailure {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw wrong("%s: a time such as 500ms, 10s or 2m; this is `%s`".formatted(option, text));
    }
    double unit =
        switch (matcher.group(2)) {
          case "ms" -> 1;
          case "s" -> 1000;
          default -> 60_000;
        };
    return Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * unit));
  }

  TokenMix.Kind kind() throws CommandFailure {
    try {
      return TokenMix.Kind.valueOf(tokens.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException other) {
      throw wrong("--tokens: allowed are valid, invalid, mix; this is `" + tokens + "`");
    }
  }

  /** How many tokens are to be issued; none: those of the file are sent. */
  OptionalInt distinct() throws CommandFailure {
    if (distinct == null) {
      return OptionalInt.empty();
    }
    if (distinct < 1 || distinct > MOST_TOKENS) {
      throw wrong("--distinct: from 1 to %,d; this is %d".formatted(MOST_TOKENS, distinct));
    }
    if (kind() == TokenMix.Kind.INVALID) {
      throw wrong("--distinct is about valid tokens: not with --tokens invalid");
    }
    return OptionalInt.of(distinct);
  }

  LoadProtocol protocol() throws CommandFailure {
    return LoadProtocol.of(http)
        .orElseThrow(() -> wrong("--http: allowed are auto, 2, 1.1; this is `" + http + "`"));
  }

  /** None: as many as an API server has. */
  OptionalInt connections() throws CommandFailure {
    if (connections == null) {
      return OptionalInt.empty();
    }
    if (connections < 1 || connections > MOST_CONNECTIONS) {
      throw wrong(
          "--connections: from 1 to %d; this is %d".formatted(MOST_CONNECTIONS, connections));
    }
    return OptionalInt.of(connections);
  }

  Optional<Objective> objective() throws CommandFailure {
    if (objective == null) {
      if (atRateOnly) {
        throw wrong("--at-rate-only goes with --objective");
      }
      return Optional.empty();
    }
    return Optional.of(
        Objective.of(objective)
            .orElseThrow(() ->
                wrong(
                    "--objective: such as p99=200ms or p99.9=1s; this is `%s`"
                        .formatted(objective))));
  }

  boolean searches() {
    return objective != null && !atRateOnly;
  }

  static CommandFailure wrong(String message) {
    return new CommandFailure(ExitCode.WRONG_INPUT, message);
  }
}
