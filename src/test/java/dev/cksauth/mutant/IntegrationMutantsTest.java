package dev.cksauth.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Scenario;
import dev.cksauth.catalogue.Tier;
import dev.cksauth.engine.Selection;
import dev.cksauth.reference.topology.OpenReference;
import dev.cksauth.reference.topology.ReferenceOptions;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault in the use of a webhook is noticed by the scenario that is named for it, and honest
 * parts are accused of nothing.
 */
@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IntegrationMutantsTest {
  private static final List<String> PROFILES = List.of("integration");
  private static final int AT_ONCE = 4;
  private static final String DEFAULT_CACHE = "an API server that keeps answers as long as usual";

  /** A fault would only wait the longer: its shorter neighbours have the same engine and checks. */
  private static final Set<String> SLOW =
      Set.of(
          "integration/retry/gives-up-after-half-a-minute",
          "integration/access/gives-up",
          "integration/access/failure-tells-the-address");

  private OpenReference reference;
  private WebhookBehind cluster;
  private StageRuns stages;
  private KillMatrix matrix;
  private ExecutorService runs;

  /** All have one webhook: who disturbs it does so alone. */
  private final ReadWriteLock webhook = new ReentrantReadWriteLock(true);

  private final Map<String, Future<List<ScenarioResult>>> results = new HashMap<>();

  /** Honest parts in the places of faulty ones. */
  enum Honest {
    AS_IT_IS,
    BEHIND_A_GATEWAY,
    ANOTHER_API_SERVER
  }

  static Stream<Mutant> mutants() {
    return IntegrationMutants.all(() -> {
      throw new IllegalStateException("no cluster yet");
    });
  }

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    reference =
        OpenReference.start(
            temporary.resolve("r"), ReferenceOptions.EMBEDDED.withIntegration(true));
    cluster = new WebhookBehind(reference);
    stages = StageRuns.on(reference);
    matrix = new KillMatrix("integration", ids(), false);
    runs = Executors.newFixedThreadPool(AT_ONCE);
    later(DEFAULT_CACHE, this::keepingAsLongAsUsual, List.of("integration/cache/forgets-a-*"));
    for (Honest part : Honest.values()) {
      later(part.toString(), stage -> honest(part, stage), List.of());
    }
    IntegrationMutants.all(() -> cluster)
        .forEach(mutant -> later(mutant.name(), mutant.fault(), List.of(mutant.killer())));
  }

  private void honest(Honest part, Stage stage) throws Exception {
    switch (part) {
      case AS_IT_IS -> {}
      case BEHIND_A_GATEWAY -> stage.front("unmanaged", cluster.gateway()::honest);
      case ANOTHER_API_SERVER -> stage.apiServerBelow(IntegrationMutants.honestFlags(cluster));
    }
  }

  private void keepingAsLongAsUsual(Stage stage) throws Exception {
    Map<String, String> flags = IntegrationMutants.honestFlags(cluster);
    String unused = flags.remove("authentication-token-webhook-cache-ttl");
    stage.apiServerBelow(flags);
    stage.rewrite(text -> text.replaceFirst("cacheTtl: 5s", "cacheTtl: 2m"));
  }

  private void later(String name, Mutant.Fault fault, List<String> globs) {
    results.put(name, runs.submit(() -> run(name, fault, globs)));
  }

  private List<ScenarioResult> run(String name, Mutant.Fault fault, List<String> globs)
      throws Exception {
    Selection selection = new Selection(PROFILES, globs, List.of(), false);
    boolean alone =
        selection.of(stages.catalogue(), "Cluster").stream()
            .anyMatch(scenario -> !scenario.disturbs().isEmpty());
    Lock lock = alone ? webhook.writeLock() : webhook.readLock();
    lock.lock();
    try (Stage stage = cluster.stage(name.replaceAll("[^A-Za-z]+", "-"))) {
      return stages.of(stage, fault, selection);
    } finally {
      lock.unlock();
    }
  }

  private List<String> ids() {
    return stages.catalogue().scenarios().stream()
        .filter(scenario -> scenario.profiles().stream().anyMatch(PROFILES::contains))
        .filter(scenario -> scenario.tier() == Tier.PLAIN)
        .map(Scenario::id)
        .toList();
  }

  private List<ScenarioResult> results(String name) throws Exception {
    return Objects.requireNonNull(results.get(name)).get();
  }

  @AfterAll
  void end() throws Exception {
    runs.shutdownNow();
    matrix.write(Path.of("target", "kill-matrix-integration.md"));
    reference.close();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isKilledByTheScenarioNamedForIt(Mutant mutant) throws Exception {
    Set<String> passing =
        results(Honest.AS_IT_IS.toString()).stream()
            .filter(result -> result.verdict() == Verdict.PASSED)
            .map(ScenarioResult::id)
            .collect(Collectors.toSet());
    List<ScenarioResult> met = results(mutant.name());
    List<String> killers =
        met.stream()
            .filter(KillMatrix::kills)
            .map(ScenarioResult::id)
            .filter(passing::contains)
            .toList();
    matrix.add(mutant.row(), killers);
    assertThat(killers)
        .as(() -> mutant + " met " + StageRuns.accusations(met))
        .anyMatch(mutant.row()::named);
  }

  @ParameterizedTest
  @EnumSource
  void anHonestPartIsAccusedOfNothing(Honest part) throws Exception {
    List<ScenarioResult> met = results(part.toString());
    assertThat(met).hasSameSizeAs(ids());
    assertThat(StageRuns.accusations(met)).isEmpty();
  }

  /** The default of Kubernetes (contract A-60), once: everywhere else answers are kept for less. */
  @Test
  void aWithdrawnTokenIsGoodForTwoMinutesWithoutTheFlag() throws Exception {
    List<ScenarioResult> met = results(DEFAULT_CACHE);
    assertThat(met).extracting(ScenarioResult::verdict).containsExactly(Verdict.PASSED);
    assertThat(Duration.ofMillis(met.getFirst().durationMillis()))
        .isGreaterThan(Duration.ofSeconds(115));
  }

  /** Else a scenario that can never fail would look like one that all clusters pass. */
  @Test
  void everyScenarioHasItsMutant() {
    Set<String> rest =
        stages.catalogue().scenarios().stream()
            .filter(scenario -> scenario.profiles().contains("integration"))
            .map(scenario -> scenario.id().replaceFirst("#.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    mutants().map(mutant -> mutant.killer().replaceFirst("#.*", "")).forEach(rest::remove);
    // Stories have mutants of another webhook: see LoginMutantsTest.
    rest.removeIf(id -> id.startsWith("integration/story/"));
    assertThat(rest).containsExactlyInAnyOrderElementsOf(SLOW);
  }
}
