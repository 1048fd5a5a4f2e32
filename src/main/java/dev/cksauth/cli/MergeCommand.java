package dev.cksauth.cli;

import dev.cksauth.engine.Shards;
import dev.cksauth.engine.ShardsDoNotFitException;
import dev.cksauth.report.ConsoleReport;
import dev.cksauth.report.JsonReport;
import dev.cksauth.report.ReportFiles;
import dev.cksauth.result.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Joins the parts of a run. */
@Command(
    name = "merge",
    description = {
      "Joins the reports of all parts of a run (`run --shard I/N`) into the report of the whole.",
      "",
      "They must be of the same suite, catalogue, subjects, topology and number of parts; each part"
          + " and each scenario must be there once.",
      ""
    })
final class MergeCommand implements Callable<ExitCode> {

  @Parameters(
      paramLabel = "DIR|FILE",
      arity = "1..*",
      description = "The report.json of each part, or the directory that it is in.")
  private List<Path> shards = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the reports of the whole go; default: reports/latest")
  private Path directory = Path.of("reports", "latest");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default: text")
  private OutputFormat format = OutputFormat.TEXT;

  @Option(names = "--strict", description = "Known gaps and exclusions too are exit code 3.")
  private boolean strict;

  @Spec private CommandSpec spec;

  private final Terminal terminal = Terminal.detect();

  @Override
  public ExitCode call() throws CommandFailure, IOException {
    RunResult whole = whole();
    List<Path> files = new ReportFiles().write(directory, whole);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case TEXT -> new ConsoleReport(terminal.style(), false).render(whole, files);
          case JSON -> new JsonReport().render(whole);
        });
    out.flush();
    return RunExit.of(whole, strict);
  }

  private RunResult whole() throws CommandFailure {
    Map<String, RunResult> named = new LinkedHashMap<>();
    for (ReportInput.Read read : ReportInput.read(shards)) {
      if (named.put(read.file().toString(), read.run()) != null) {
        throw new CommandFailure(ExitCode.WRONG_INPUT, read.file() + " is named twice");
      }
    }
    try {
      return Shards.join(named);
    } catch (ShardsDoNotFitException unfit) {
      throw new CommandFailure(
          ExitCode.WRONG_INPUT,
          "these are not the parts of one run\n%s\nNothing was written."
              .formatted(unfit.getMessage()));
    }
  }
}
