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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.CancellationToken;

/** An honest API server whose owner has narrowed anonymous access to the health checks. */
@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GuardedAnonymousTest {
  private static final String CONFIGURATION =
      """
      apiVersion: apiserver.config.k8s.io/v1
      kind: AuthenticationConfiguration
      anonymous:
        enabled: true
        conditions: [{path: /livez}, {path: /readyz}, {path: /healthz}]
      """;

  private OpenReference reference;
  private List<ScenarioResult> results;

  @BeforeAll
  void run(@TempDir Path temporary) throws Exception {
    reference = OpenReference.start(temporary.resolve("r"));
    Problems problems = new Problems();
    Catalogue catalogue = CatalogueLoader.load(List.of(), Checks.names(), problems);
    Path configuration =
        Files.writeString(reference.system().directory().resolve("guarded.yaml"), CONFIGURATION);
    Selection selection =
        new Selection(
            List.of("endpoints"),
            List.of("anonymous/*", "service-account/review-of-blank-token"),
            List.of(),
            false);
    try (Stage stage = new Stage(reference, "guarded")) {
      stage.apiServer(Map.of("authentication-config", configuration.toString()));
      try (SubjectRun run =
          new SubjectRun(
              catalogue,
              stage.subject(catalogue.capabilities().keySet()),
              selection,
              RunOptions.DEFAULT,
              result -> {})) {
        Conformance.execute(run, CancellationToken.create());
        results = run.results();
      }
    }
  }

  @AfterAll
  void end() throws Exception {
    reference.close();
  }

  private ScenarioResult result(String id) {
    return results.stream().filter(result -> result.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void itsOwnerIsAccusedOfNothing() {
    assertThat(results)
        .filteredOn(result -> List.of(Verdict.FAILED, Verdict.ERROR).contains(result.verdict()))
        .extracting(result -> result.id() + ": " + result.reason())
        .isEmpty();
  }

  @Test
  void anonymousIsServedWhereItMayBe() {
    assertThat(result("anonymous/served-on-unmanaged").verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void theConnectionThatABlankTokenCostsIsNoted() {
    ScenarioResult blank = result("service-account/review-of-blank-token#a-space");
    assertThat(blank.verdict()).isEqualTo(Verdict.NOTE);
    assertThat(blank.reason()).contains("a good token's review is answered after it");
  }
}
