package dev.cksauth.cli;

import dev.cksauth.input.FileText;
import dev.cksauth.report.InvalidReportException;
import dev.cksauth.report.JsonReport;
import dev.cksauth.result.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reports of earlier runs that a user names: a {@code report.json}, or the directory that it is in.
 */
final class ReportInput {
  private final List<String> problems = new ArrayList<>();

  /** A report that was read, with the file that it is from. */
  record Read(Path file, RunResult run) {}

  private ReportInput() {}

  /**
   * Reads reports, and tells all that is wrong with them at once.
   *
   * @throws CommandFailure when one is no report or cannot be read
   */
  static List<Read> read(List<Path> named) throws CommandFailure {
    ReportInput input = new ReportInput();
    List<Read> reports = new ArrayList<>();
    named.forEach(file -> input.add(file, reports));
    if (!input.problems.isEmpty()) {
      throw new CommandFailure(ExitCode.WRONG_INPUT, String.join("\n", input.problems));
    }
    return reports;
  }

  private void add(Path named, List<Read> reports) {
    Path file = Files.isDirectory(named) ? named.resolve("report.json") : named;
    try {
      reports.add(new Read(file, new JsonReport().read(file)));
    } catch (InvalidReportException invalid) {
      problems.add(String.valueOf(invalid.getMessage()));
    } catch (IOException unreadable) {
      problems.add(file + ": " + FileText.reason(unreadable));
    }
  }
}
