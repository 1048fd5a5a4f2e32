package dev.cksauth.engine;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.input.Problem;
import dev.cksauth.input.Problems;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.ConfigurationParameters;

/** What a JUnit suite says of the run, by configuration parameters. */
record SuiteConfiguration(
    Selection selection, int jobs, Optional<String> subject, Optional<String> provider) {

  /** The subject's file. */
  static final String SUBJECT = "cksauth.subject";

  /** The class of a {@link SubjectProvider}. */
  static final String PROVIDER = "cksauth.subject-provider";

  /** Names of profiles, separated by commas. */
  static final String PROFILES = "cksauth.profiles";

  /** Globs over scenario ids, separated by commas. */
  static final String SCENARIOS = "cksauth.scenarios";

  /** Whether the slow tier runs. */
  static final String SLOW = "cksauth.slow";

  /** How many scenarios run at once. */
  static final String JOBS = "cksauth.jobs";

  /** What the parameters say; empty where they name no subject: the suite is not one of ours. */
  static Optional<SuiteConfiguration> of(ConfigurationParameters parameters) {
    Optional<String> subject = parameters.get(SUBJECT);
    Optional<String> provider = parameters.get(PROVIDER);
    if (subject.isEmpty() && provider.isEmpty()) {
      return Optional.empty();
    }
    Selection selection =
        new Selection(
            list(parameters.get(PROFILES)),
            list(parameters.get(SCENARIOS)),
            List.of(),
            parameters.getBoolean(SLOW).orElse(false));
    int jobs = parameters.get(JOBS, Integer::valueOf).orElse(RunOptions.DEFAULT_JOBS);
    return Optional.of(new SuiteConfiguration(selection, jobs, subject, provider));
  }

  private static List<String> list(Optional<String> value) {
    return value
        .map(text -> Arrays.stream(text.split(",")).map(String::strip).toList())
        .orElse(List.of());
  }

  static Catalogue catalogue() {
    Problems problems = new Problems();
    Catalogue catalogue = CatalogueLoader.load(List.of(), Checks.names(), problems);
    require(problems);
    return catalogue;
  }

  private static void require(Problems problems) {
    if (problems.any()) {
      throw new JUnitException(
          problems.all().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
  }

  /** The scenarios of the selected profiles; without profiles, those of every kind of subject. */
  List<Scenario> planned() {
    Catalogue catalogue = catalogue();
    return java.util.stream.Stream.of("Cluster", "Webhook", "AccessWebhook")
        .flatMap(kind -> selection.of(catalogue, kind).stream())
        .filter(selection::runs)
        .distinct()
        .toList();
  }

  /** Brings the subject up. */
  SuiteRun open() {
    Optional<SubjectProvider> provided = provider.map(SuiteConfiguration::instance);
    try {
      Path file =
          provided.isPresent() ? provided.get().subjectFile() : Path.of(subject.orElseThrow());
      Catalogue catalogue = catalogue();
      Problems problems = new Problems();
      List<Subject> subjects =
          new SubjectLoader(catalogue.capabilities().keySet())
              .load(List.of(file), Environment.ofProcess(), problems);
      require(problems);
      RunOptions options =
          new RunOptions(jobs, false, 1, java.util.Set.of(), List.of(), List.of())
              .withJournal(Journal.ofUser(Environment.ofProcess()));
      return new SuiteRun(
          new SubjectRun(catalogue, subjects.getFirst(), selection, options, result -> {}),
          provided);
    } catch (IOException | RuntimeException failed) {
      provided.ifPresent(SubjectProvider::close);
      throw new JUnitException("the subject cannot be brought up: " + failed.getMessage(), failed);
    }
  }

  private static SubjectProvider instance(String name) {
    try {
      return Class.forName(name, true, Thread.currentThread().getContextClassLoader())
          .asSubclass(SubjectProvider.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException failed) {
      throw new JUnitException(
          "%s = %s: no public class that implements SubjectProvider with a public constructor"
              .formatted(PROVIDER, name),
          failed);
    }
  }
}
