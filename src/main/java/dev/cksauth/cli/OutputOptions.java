package dev.cksauth.cli;

import com.nimbusds.jose.jwk.ECKey;
import dev.cksauth.report.ConsoleReport;
import dev.cksauth.report.JsonReport;
import dev.cksauth.report.ReportFiles;
import dev.cksauth.result.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What becomes of a run's result. */
final class OutputOptions {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where reports go; default: reports/latest")
  private Path directory = Path.of("reports", "latest");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default: text")
  private OutputFormat format = OutputFormat.TEXT;

  @Option(
      names = "--publish",
      description =
          "Writes reports to be shown to everybody: users, groups, hosts, namespaces and ids stand"
              + " under other names.")
  private boolean publish;

  @Option(names = "--trace", description = "Shows the exchange below each finding.")
  private boolean trace;

  @Option(names = "--strict", description = "Known gaps and exclusions too are exit code 3.")
  private boolean strict;

  @ArgGroup(exclusive = false, validate = false)
  private SignOptions signing = new SignOptions();

  /** Refuses a directory that cannot be written: after a long run it would be a pity. */
  void check() throws CommandFailure {
    Path there = directory.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      throw new CommandFailure(
          ExitCode.WRONG_INPUT,
          "--out %s: %s %s; nothing was sent."
              .formatted(
                  directory,
                  there,
                  Files.isDirectory(there) ? "may not be written" : "is no directory"));
    }
  }

  /** Whether reports are for everybody. */
  boolean publish() {
    return publish;
  }

  /** Whether known gaps and exclusions too are exit code 3. */
  boolean strict() {
    return strict;
  }

  /** Where reports go. */
  Path directory() {
    return directory;
  }

  /** Whether standard output is for programs. */
  boolean json() {
    return format == OutputFormat.JSON;
  }

  /** What certificates are signed with, read before anything is sent. */
  Optional<ECKey> key() throws CommandFailure {
    return signing.key();
  }

  /**
   * Writes the files of the report, and the report for a person.
   *
   * @param out where the report for a person, or for a program, is printed
   * @param certified what certificates are signed with; empty: none are made
   * @param selected which scenarios were asked for
   */
  void report(
      RunResult result,
      Terminal terminal,
      PrintWriter out,
      Optional<ECKey> certified,
      SelectionOptions selected)
      throws IOException {
    Map<String, String> certificates =
        certified
            .map(key ->
                signing.certificates(
                    result, key, selected.added().isEmpty(), selected.selection().slow()))
            .orElse(Map.of());
    List<Path> files = List.of();
    try {
      files = new ReportFiles().write(directory, result, certificates);
    } finally {
      // What was found is shown also where it cannot be kept.
      print(result, files, terminal, out);
    }
  }

  private void print(RunResult result, List<Path> files, Terminal terminal, PrintWriter out) {
    switch (format) {
      case TEXT -> out.print(new ConsoleReport(terminal.style(), trace).render(result, files));
      case JSON -> out.print(new JsonReport().render(result));
    }
    out.flush();
  }

  ExitCode exit(RunResult result) {
    return RunExit.of(result, strict);
  }
}
