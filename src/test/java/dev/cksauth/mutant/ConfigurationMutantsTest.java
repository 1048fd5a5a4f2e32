package dev.cksauth.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.engine.Checks;
import dev.cksauth.engine.Conformance;
import dev.cksauth.engine.RunOptions;
import dev.cksauth.engine.Selection;
import dev.cksauth.engine.SubjectRun;
import dev.cksauth.engine.configuration.Reconfiguration;
import dev.cksauth.engine.configuration.Snapshots;
import dev.cksauth.input.Problems;
import dev.cksauth.reference.topology.FaultyConfigurable;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.CancellationToken;

/**
 * Each fault of a CKS API, and of what it does to the API server, is noticed by the scenario that
 * is named for it, and the honest one is accused of nothing.
 */
@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConfigurationMutantsTest {
  private static final List<String> PROFILES = List.of("configuration", "configuration-live");

  /** What never comes is waited for a quarter as long: an idle machine needs a tenth. */
  private static final RunOptions IMPATIENT =
      new RunOptions(1, false, 0.25, Set.of(), List.of(), List.of());

  private final Catalogue catalogue =
      CatalogueLoader.load(List.of(), Checks.names(), new Problems());
  private FaultyConfigurable cluster;
  private KillMatrix matrix;

  static Stream<KillMatrix.Row> mutants() {
    return ConfigurationMutants.all("").map(ConfigurationMutants.Faulty::row);
  }

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    cluster = FaultyConfigurable.start(temporary.resolve("r"));
    List<String> ids =
        catalogue.scenarios().stream()
            .filter(scenario -> scenario.profiles().stream().anyMatch(PROFILES::contains))
            .map(Scenario::id)
            .toList();
    matrix = new KillMatrix("configuration", ids, false);
  }

  @AfterAll
  void end() throws Exception {
    matrix.write(Path.of("target", "kill-matrix-configuration.md"));
    cluster.close();
  }

  private ClusterSubject subject() {
    Problems problems = new Problems();
    List<Subject> subjects =
        new SubjectLoader(catalogue.capabilities().keySet())
            .load(List.of(cluster.subjectFile()), Environment.ofProcess(), problems);
    assertThat(problems.all()).isEmpty();
    return (ClusterSubject) subjects.getFirst();
  }

  private List<ScenarioResult> run(RunOptions options, List<String> globs) {
    Selection selection = new Selection(PROFILES, globs, List.of(), false);
    try (SubjectRun run = new SubjectRun(catalogue, subject(), selection, options, result -> {})) {
      Conformance.execute(run, CancellationToken.create());
      return run.results();
    }
  }

  /** A mutant may have left what it did not take back. */
  private void honestAgain() throws Exception {
    cluster.become(FaultyConfigurable.Fault.NONE);
    Snapshots snapshots = Snapshots.ofUser(Environment.ofProcess());
    try (Reconfiguration back =
        new Reconfiguration(subject(), snapshots, Duration.ofMinutes(2), line -> {})) {
      back.restore();
    }
    cluster.clear();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isKilledByTheScenarioNamedForIt(KillMatrix.Row mutant) throws Exception {
    FaultyConfigurable.Fault fault =
        ConfigurationMutants.all(cluster.authority())
            .filter(one -> one.row().equals(mutant))
            .findFirst()
            .orElseThrow()
            .fault();
    cluster.become(fault);
    List<ScenarioResult> met = run(IMPATIENT, List.of(mutant.killer()));
    honestAgain();
    List<String> killers = met.stream().filter(KillMatrix::kills).map(ScenarioResult::id).toList();
    matrix.add(mutant, killers);
    assertThat(killers).as(() -> mutant + " met " + StageRuns.accusations(met)).isNotEmpty();
  }

  @Test
  void anHonestOneIsAccusedOfNothing() {
    List<ScenarioResult> met = run(RunOptions.DEFAULT, List.of());
    assertThat(met).isNotEmpty();
    assertThat(StageRuns.accusations(met)).isEmpty();
  }

  /** Else a scenario that can never fail would look like one that all clusters pass. */
  @Test
  void everyScenarioHasItsMutant() {
    Set<String> rest =
        catalogue.scenarios().stream()
            .filter(scenario -> scenario.profiles().stream().anyMatch(PROFILES::contains))
            .map(scenario -> scenario.id().replaceFirst("#.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    mutants().map(mutant -> mutant.killer().replaceFirst("#.*", "")).forEach(rest::remove);
    assertThat(rest).isEmpty();
  }
}
