package dev.cksauth.cli;

import dev.cksauth.engine.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which scenarios of which catalogue are meant: the same for every command that is about some. */
final class SelectionOptions {

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      split = ",",
      description = "Only these profiles; without it those that are tested by default.")
  private List<String> profiles = new ArrayList<>();

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      split = ",",
      description = "Only scenarios with one of these tags.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--scenario",
      paramLabel = "GLOB",
      description = "Only these scenarios: `*` within a folder, `**` across folders. Repeatable.")
  private List<String> globs = new ArrayList<>();

  @Option(names = "--slow", description = "Also scenarios that wait longer than 20 s.")
  private boolean slow;

  @Option(
      names = "--scenarios",
      paramLabel = "DIR",
      description = "More catalogue, of your own. Repeatable.")
  private List<Path> added = new ArrayList<>();

  Selection selection() {
    return new Selection(profiles, globs, tags, slow);
  }

  List<Path> added() {
    return added;
  }
}
