package dev.cksauth.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.engine.Checks;
import dev.cksauth.engine.Conformance;
import dev.cksauth.engine.RunOptions;
import dev.cksauth.engine.Selection;
import dev.cksauth.engine.SubjectRun;
import dev.cksauth.input.Problems;
import dev.cksauth.reference.topology.OpenReference;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.util.List;
import org.junit.platform.engine.CancellationToken;

/** Runs scenarios of the published catalogue on the reference cluster with a part replaced. */
record StageRuns(OpenReference reference, Catalogue catalogue) {

  static StageRuns on(OpenReference reference) {
    Problems problems = new Problems();
    Catalogue catalogue = CatalogueLoader.load(List.of(), Checks.names(), problems);
    assertThat(problems.all()).isEmpty();
    return new StageRuns(reference, catalogue);
  }

  /**
   * What a cluster with a fault is found to be.
   *
   * @param name of the subject file, which no two runs may share
   */
  List<ScenarioResult> of(String name, Mutant.Fault fault, Selection selection) throws Exception {
    try (Stage stage = new Stage(reference, name)) {
      return of(stage, fault, selection);
    }
  }

  /** The same on a stage, which stays open. */
  List<ScenarioResult> of(Stage stage, Mutant.Fault fault, Selection selection) throws Exception {
    fault.on(stage);
    try (SubjectRun run =
        new SubjectRun(
            catalogue,
            stage.subject(catalogue.capabilities().keySet()),
            selection,
            RunOptions.DEFAULT,
            result -> {})) {
      Conformance.execute(run, CancellationToken.create());
      return run.results();
    }
  }

  /** What is held against a cluster. */
  static List<String> accusations(List<ScenarioResult> results) {
    return results.stream()
        .filter(result -> result.verdict() != Verdict.PASSED)
        .map(result -> result.verdict() + " " + result.id() + ": " + result.reason())
        .toList();
  }
}
