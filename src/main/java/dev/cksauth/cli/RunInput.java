package dev.cksauth.cli;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.engine.Checks;
import dev.cksauth.engine.Glob;
import dev.cksauth.engine.Listed;
import dev.cksauth.engine.Selection;
import dev.cksauth.input.Position;
import dev.cksauth.input.Problem;
import dev.cksauth.input.Problems;
import dev.cksauth.input.Similar;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads what a user wrote, and tells all that is wrong with it at once. */
final class RunInput {

  private RunInput() {}

  /** The catalogue, with the user's own folders. */
  static Catalogue catalogue(List<Path> added) throws CommandFailure {
    Problems problems = new Problems();
    Catalogue catalogue = catalogue(added, problems);
    require(problems);
    return catalogue;
  }

  static Catalogue catalogue(List<Path> added, Problems problems) {
    return CatalogueLoader.load(added, Checks.names(), problems);
  }

  static List<Subject> subjects(List<Path> files, Catalogue catalogue, Problems problems) {
    return new SubjectLoader(catalogue.capabilities().keySet())
        .load(files, Environment.ofProcess(), problems);
  }

  static List<Listed> listed(List<Path> files, Catalogue catalogue, Problems problems) {
    List<Listed> entries = new ArrayList<>();
    files.forEach(file -> entries.addAll(Listed.read(file, catalogue, problems)));
    return entries;
  }

  /** A selector that matches nothing is a slip, and would pass for success. */
  static void selection(Selection selection, Catalogue catalogue, Problems problems) {
    for (String profile : selection.profiles()) {
      if (!catalogue.profiles().containsKey(profile)) {
        unknown("--profile", profile, catalogue.profiles().keySet(), problems);
      }
    }
    Set<String> tags =
        catalogue.scenarios().stream()
            .flatMap(scenario -> scenario.tags().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    for (String tag : selection.tags()) {
      if (!tags.contains(tag)) {
        unknown("--tag", tag, tags, problems);
      }
    }
    for (String glob : selection.globs()) {
      if (catalogue.scenarios().stream().noneMatch(s -> Glob.matches(glob, s.id()))) {
        Set<String> ids =
            catalogue.scenarios().stream()
                .map(scenario -> scenario.id().replaceFirst("#.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        problems.add(
            "--scenario",
            Position.START,
            "`%s` matches no scenario%s; `cks-auth list` shows all"
                .formatted(glob, Similar.hint(glob, ids)));
      }
    }
  }

  private static void unknown(String option, String word, Set<String> allowed, Problems problems) {
    problems.add(
        option,
        Position.START,
        "unknown `%s`%s; allowed: %s"
            .formatted(
                word,
                Similar.hint(word, allowed),
                allowed.isEmpty() ? "none in this catalogue" : Similar.list(allowed)));
  }

  /** Ends the command with all problems, if there are any. */
  static void require(Problems problems) throws CommandFailure {
    if (!problems.any()) {
      return;
    }
    List<Problem> all = problems.all();
    String lines = all.stream().map(RunInput::line).collect(Collectors.joining("\n"));
    throw new CommandFailure(
        ExitCode.WRONG_INPUT,
        "wrong input\n%s\n%d %s; nothing was sent."
            .formatted(lines, all.size(), all.size() == 1 ? "problem" : "problems"));
  }

  /** An option has no line. */
  private static String line(Problem problem) {
    return problem.file().startsWith("--")
        ? problem.file() + "  " + problem.message()
        : problem.toString();
  }
}
