package dev.cksauth.mutant.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Scenario;
import dev.cksauth.engine.RunOptions;
import dev.cksauth.mutant.KillMatrix;
import dev.cksauth.reference.topology.OpenSamples.Sample;
import dev.cksauth.reference.webhook.Fault;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Webhooks that are slow or wrong for many at once are noticed by the profile that is about that.
 */
final class LoadMutantsTest {
  /** This machine may do much else at the same time. */
  private static final RunOptions PATIENT =
      new RunOptions(1, false, 10, Set.of(), List.of(), List.of());

  @TempDir Path temporary;

  static Stream<WebhookMutant> mutants() {
    return LoadMutants.all();
  }

  private MutantRun run(RunOptions options) {
    return new MutantRun(temporary, "performance", options);
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isKilledByTheScenarioNamedForIt(WebhookMutant mutant) throws Exception {
    List<ScenarioResult> met = run(RunOptions.DEFAULT).results(mutant, List.of(mutant.killer()));
    assertThat(met.stream().filter(KillMatrix::kills).map(ScenarioResult::id))
        .as(() -> mutant + " met " + told(met))
        .isNotEmpty();
  }

  @Test
  void anHonestSampleBearsAll() throws Exception {
    WebhookMutant honest =
        new WebhookMutant(
            "honest",
            Sample.STATIC,
            "webhook/*",
            Fault.NONE,
            UnaryOperator.identity(),
            SocketFront.Kind.NONE);
    List<ScenarioResult> met = run(PATIENT).results(honest, List.of());
    assertThat(met).hasSize(5).allMatch(result -> result.verdict() == Verdict.PASSED, told(met));
  }

  @Test
  void everyScenarioHasItsMutant() {
    Set<String> rest =
        run(RunOptions.DEFAULT).catalogue().scenarios().stream()
            .filter(scenario -> scenario.profiles().contains("performance"))
            .map(Scenario::id)
            .collect(Collectors.toCollection(TreeSet::new));
    mutants().map(WebhookMutant::killer).forEach(rest::remove);
    assertThat(rest).isEmpty();
  }

  private static String told(List<ScenarioResult> results) {
    return results.stream()
        .map(result -> result.verdict() + " " + result.id() + ": " + result.reason())
        .collect(Collectors.joining("; "));
  }
}
