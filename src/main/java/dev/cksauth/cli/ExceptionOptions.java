package dev.cksauth.cli;

import dev.cksauth.report.KnownGapsTemplate;
import dev.cksauth.report.ReportFiles;
import dev.cksauth.result.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Files that list exceptions. */
final class ExceptionOptions {

  private static final String PRINTED = "-";

  @Option(
      names = "--exclude",
      paramLabel = "FILE",
      description = "Leave out what the file lists, each entry with its reason.")
  private List<Path> excluded = new ArrayList<>();

  @Option(
      names = "--known-gaps",
      paramLabel = "FILE",
      description = "What the file lists must fail, each entry with its reason.")
  private List<Path> knownGaps = new ArrayList<>();

  List<Path> excluded() {
    return excluded;
  }

  List<Path> knownGaps() {
    return knownGaps;
  }

  @Option(
      names = "--write-known-gaps",
      arity = "0..1",
      fallbackValue = PRINTED,
      paramLabel = "FILE",
      description =
          "Writes a template of --known-gaps, with an entry for what failed, to a file that is not"
              + " there yet, or on standard output; the report for a person goes to standard error"
              + " then.")
  private @Nullable Path template;

  /**
   * Whether a template can be written, asked before anything is sent.
   *
   * @param json whether standard output is for JSON alone
   */
  void check(boolean json) throws CommandFailure {
    if (template == null) {
      return;
    }
    if (printsTemplate() && json) {
      throw new CommandFailure(
          ExitCode.WRONG_INPUT,
          "standard output is for --format json: give --write-known-gaps=FILE");
    }
    if (!printsTemplate() && Files.exists(template)) {
      // It may well be a subject's file that came to stand behind the option.
      throw new CommandFailure(
          ExitCode.WRONG_INPUT,
          "--write-known-gaps: %s is there already, and is left as it is".formatted(template));
    }
  }

  /** Whether the template goes to standard output. */
  boolean printsTemplate() {
    return template != null && template.toString().equals(PRINTED);
  }

  /** Writes the template of what failed, where one is wanted. */
  void writeTemplate(RunResult run, PrintWriter out) throws IOException {
    if (template == null) {
      return;
    }
    String text = new KnownGapsTemplate().render(run);
    if (printsTemplate()) {
      out.print(text);
      out.flush();
    } else {
      Path directory = Objects.requireNonNull(template.toAbsolutePath().getParent());
      new ReportFiles().write(directory, Map.of(String.valueOf(template.getFileName()), text));
    }
  }
}
