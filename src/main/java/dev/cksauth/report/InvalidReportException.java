package dev.cksauth.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A file that should be a {@code report.json} and is not. */
public final class InvalidReportException extends IOException {
  private final List<String> problems;

  InvalidReportException(Path file, List<String> problems) {
    super(file + " is no report that can be read: " + String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** All that is wrong with it, each with its place as a JSON pointer where it has one. */
  public List<String> problems() {
    return problems;
  }
}
