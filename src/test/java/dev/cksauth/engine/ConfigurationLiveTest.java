package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.input.Problems;
import dev.cksauth.reference.topology.QuickConfigurable;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.CancellationToken;

/** The tour of a living cluster: few changes, and the cluster is afterwards as it was. */
final class ConfigurationLiveTest {
  private static final int MOST_CHANGES = 6;

  @TempDir private Path directory;

  private static List<ScenarioResult> tour(Path subject) {
    Catalogue catalogue = CatalogueLoader.load(List.of(), Checks.names(), new Problems());
    Problems problems = new Problems();
    List<Subject> subjects =
        new SubjectLoader(catalogue.capabilities().keySet())
            .load(List.of(subject), Environment.ofProcess(), problems);
    assertThat(problems.all()).isEmpty();
    Selection selection = new Selection(List.of("configuration-live"), List.of(), List.of(), false);
    List<ScenarioResult> results = new ArrayList<>();
    try (SubjectRun run =
        new SubjectRun(
            catalogue, subjects.getFirst(), selection, RunOptions.DEFAULT, results::add)) {
      Conformance.execute(run, CancellationToken.create());
    }
    return results;
  }

  @Test
  void makesSixChangesAtMostAndTakesThemBack() throws Exception {
    try (QuickConfigurable cluster = QuickConfigurable.start(directory.resolve("cluster"))) {
      cluster.configureSecond();
      var before = cluster.document();
      cluster.watch(QuickConfigurable.Witness.NOBODY);
      List<ScenarioResult> results = tour(cluster.subjectFile());
      assertThat(results)
          .isNotEmpty()
          .allSatisfy(
              result -> assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASSED));
      assertThat(cluster.seen().change()).isBetween(3, MOST_CHANGES);
      assertThat(cluster.document()).isEqualTo(before);
    }
  }
}
