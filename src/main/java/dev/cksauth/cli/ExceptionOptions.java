package dev.cksauth.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Files that list exceptions. */
final class ExceptionOptions {

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
}
