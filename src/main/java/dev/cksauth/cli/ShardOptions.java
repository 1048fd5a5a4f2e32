package dev.cksauth.cli;

import dev.cksauth.engine.Cut;
import dev.cksauth.report.Certificate;
import dev.cksauth.report.JsonReport;
import dev.cksauth.result.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether only a part of a run is run, so that several machines share it. */
final class ShardOptions {
  private static final Pattern PART =
      Pattern.compile("(0|[1-9][0-9]{0,3})(\\+1)?/([1-9][0-9]{0,3})");

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description =
          "Only the I-th of N parts, each of which has about an N-th of every subject's scenarios;"
              + " `merge` joins them. I may be K+1, for a counter K that begins at 0.")
  private @Nullable String shard;

  @Option(
      names = "--durations",
      paramLabel = "REPORT",
      description =
          "Parts take equally long by this earlier report, the same for all parts; default: the one"
              + " in --out, else they have equally many scenarios.")
  private @Nullable Path durations;

  /** Refuses what cannot go together: each part would have pseudonyms of its own. */
  void check(CommandLine command, boolean publish) {
    if (shard != null && publish) {
      throw new ParameterException(command, "--publish is for a whole run, not for a --shard");
    }
  }

  /** Whether only a part is run. */
  boolean given() {
    return shard != null;
  }

  /**
   * Which part is run.
   *
   * @param out where an earlier report may be
   */
  Optional<Cut> cut(CommandLine command, Path out) throws CommandFailure {
    if (shard == null) {
      if (durations != null) {
        throw new ParameterException(command, "--durations is for --shard");
      }
      return Optional.empty();
    }
    Matcher part = PART.matcher(shard);
    int number = part.matches() ? number(part) : 0;
    int of = number > 0 ? Integer.parseInt(part.group(3)) : 0;
    if (number < 1 || number > of) {
      throw new ParameterException(
          command,
          "--shard is I/N, such as 1/3, with I from 1 to N, which may be written as 0+1; this is `"
              + shard
              + "`");
    }
    Optional<RunResult> earlier = earlier(out);
    return Optional.of(
        new Cut(
            number,
            of,
            earlier.map(ShardOptions::digest).orElse(Cut.BY_COUNT),
            earlier.map(ShardOptions::millis).orElse(Map.of())));
  }

  /** Counters of those who start parts begin at 0, as a Job's does, or at 1. */
  private static int number(Matcher part) {
    return Integer.parseInt(part.group(1)) + (part.group(2) == null ? 0 : 1);
  }

  private Optional<RunResult> earlier(Path out) throws CommandFailure {
    if (durations != null) {
      return Optional.of(ReportInput.read(List.of(durations)).getFirst().run());
    }
    Path file = out.resolve("report.json");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      // By a part that ran before in the same directory the next one would be cut otherwise.
      return Optional.of(new JsonReport().read(file)).filter(run -> run.shard() == null);
    } catch (IOException noReport) {
      return Optional.empty();
    }
  }

  /** Of what is used of it. */
  private static String digest(RunResult earlier) {
    return Certificate.digest(new JsonReport().render(earlier));
  }

  private static Map<String, Long> millis(RunResult earlier) {
    Map<String, Long> millis = new HashMap<>();
    earlier
        .results()
        .forEach(
            result -> millis.put(Cut.key(result.subject(), result.id()), result.durationMillis()));
    return millis;
  }
}
