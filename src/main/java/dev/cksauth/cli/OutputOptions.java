package dev.cksauth.cli;

import dev.cksauth.report.ConsoleReport;
import dev.cksauth.report.JsonReport;
import dev.cksauth.report.ReportFiles;
import dev.cksauth.result.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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

  @Option(names = "--trace", description = "Shows the exchange below each finding.")
  private boolean trace;

  @Option(names = "--strict", description = "Known gaps and exclusions too are exit code 3.")
  private boolean strict;

  /** Writes the files of the report, and the report for a person. */
  void report(RunResult result, Terminal terminal, PrintWriter out) throws IOException {
    List<Path> files = new ReportFiles().write(directory, result);
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
