package dev.cksauth.honest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.engine.Checks;
import dev.cksauth.engine.Conformance;
import dev.cksauth.engine.RunOptions;
import dev.cksauth.engine.Selection;
import dev.cksauth.engine.SubjectRun;
import dev.cksauth.input.Problems;
import dev.cksauth.result.Overall;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.CancellationToken;

/** Honest webhooks over other languages' servers are accused of nothing. */
final class HonestWebhooksTest {
  private static final Set<Verdict> FINE =
      Set.of(Verdict.PASSED, Verdict.NOT_APPLICABLE, Verdict.NOT_TESTED);

  @TempDir private Path directory;

  private static SubjectRun run(Path file) {
    Problems problems = new Problems();
    Catalogue catalogue = CatalogueLoader.load(List.of(), Checks.names(), problems);
    List<Subject> subjects =
        new SubjectLoader(catalogue.capabilities().keySet())
            .load(List.of(file), Environment.of(Map.of()), problems);
    assertThat(problems.all()).isEmpty();
    SubjectRun run =
        new SubjectRun(
            catalogue, subjects.getFirst(), Selection.ALL, RunOptions.DEFAULT, result -> {});
    try (run) {
      Conformance.execute(run, CancellationToken.create());
    }
    return run;
  }

  /** Accused of no more than of what it truly does otherwise. */
  private void accused(HonestWebhook webhook, String... words) throws Exception {
    SubjectRun run = run(webhook.subject());
    assertThat(run.results())
        .filteredOn(result -> !FINE.contains(result.verdict()))
        .extracting(HonestWebhooksTest::words)
        .containsExactlyInAnyOrder(words);
    assertThat(run.results())
        .filteredOn(result -> result.verdict() == Verdict.PASSED)
        .hasSizeGreaterThan(100);
    assertThat(run.result().verdict()).isEqualTo(Overall.CONFORMANT);
  }

  private static String words(ScenarioResult result) {
    return "%s %s: %s".formatted(result.id(), result.verdict(), result.reason());
  }

  @Test
  void theOneInGoIsAccusedOfNothing() throws Exception {
    try (HonestWebhook webhook = HonestWebhook.go(directory)) {
      accused(webhook);
    }
  }

  @Test
  void theOneInPythonIsOnlyToldThatItReadsNoChunks() throws Exception {
    try (HonestWebhook webhook = HonestWebhook.python(directory)) {
      accused(
          webhook,
          "webhook/request/takes-bodies-in-chunks NOTE: expected accepted, got HTTP 411, faulted:"
              + " status 411");
    }
  }
}
