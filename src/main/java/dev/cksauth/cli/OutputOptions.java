package dev.cksauth.cli;

import com.nimbusds.jose.jwk.ECKey;
import dev.cksauth.report.ConsoleReport;
import dev.cksauth.report.JsonReport;
import dev.cksauth.report.ReportFiles;
import dev.cksauth.result.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** Whether reports are for everybody. */
  boolean publish() {
    return publish;
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
    List<Path> files = new ArrayList<>(new ReportFiles().write(directory, result));
    if (certified.isPresent()) {
      files.addAll(
          signing.write(
              directory,
              result,
              certified.get(),
              selected.added().isEmpty(),
              selected.selection().slow()));
    }
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
