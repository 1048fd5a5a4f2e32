package dev.cksauth.cli;

import dev.cksauth.report.Comparison;
import dev.cksauth.report.ComparisonReport;
import dev.cksauth.report.ComparisonSummary;
import dev.cksauth.report.JsonComparison;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what differs between two reports. */
@Command(
    name = "compare",
    description = {
      "Says what differs between two reports, and whether the newer one is worse.",
      "",
      "A regression is a MUST or SHOULD that is not met and was, or is new; a scenario that passed"
          + " and has no answer now, or has disappeared though the catalogue is the same; and a"
          + " verdict on a subject or profile that is worse, or no longer there.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no regression",
      "1:a regression",
      "2:wrong input: no reports, or of different subjects",
      "3:no regression is seen, but one of the runs was ended before its end"
    })
final class CompareCommand implements Callable<ExitCode> {

  @Parameters(
      index = "0",
      paramLabel = "OLD",
      description = "The earlier report.json, or the directory that it is in.")
  private Path older = Path.of("");

  @Parameters(index = "1", paramLabel = "NEW", description = "The later one.")
  private Path newer = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private ComparisonFormat format = ComparisonFormat.TEXT;

  @Spec private CommandSpec spec;

  private final Terminal terminal = Terminal.detect();

  @Override
  public ExitCode call() throws CommandFailure {
    List<Comparison.Side> sides =
        ReportInput.read(List.of(older, newer)).stream()
            .map(read -> new Comparison.Side(read.file().toString(), read.run()))
            .toList();
    Comparison comparison = new Comparison(sides.getFirst(), sides.getLast());
    if (!comparison.sharesSubject()) {
      throw new CommandFailure(
          ExitCode.WRONG_INPUT,
          "the reports have no subject in common: %s is of %s, %s of %s"
              .formatted(older, subjects(sides.getFirst()), newer, subjects(sides.getLast())));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case TEXT -> new ComparisonReport(terminal.style()).render(comparison);
          case JSON -> new JsonComparison().render(comparison);
          case MARKDOWN -> new ComparisonSummary().render(comparison);
        });
    out.flush();
    if (comparison.regression()) {
      return ExitCode.ANSWER_IS_NO;
    }
    return comparison.unfinished() ? ExitCode.UNFINISHED : ExitCode.DONE;
  }

  private static String subjects(Comparison.Side side) {
    List<String> ids = side.run().subjects().stream().map(subject -> subject.id()).toList();
    return ids.isEmpty() ? "none" : String.join(", ", ids);
  }
}
