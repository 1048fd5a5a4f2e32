package dev.cksauth.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Scenario;
import dev.cksauth.engine.Selection;
import dev.cksauth.reference.topology.OpenReference;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each fault in the use of OIDC tokens is noticed by the scenario that is named for it, and honest
 * parts are accused of nothing.
 */
@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OidcMutantsTest {
  private static final List<String> PROFILES = List.of("oidc");

  /** What needs a provider with users is for {@link OidcLoginMutantsTest}. */
  private static final Set<String> LOGINS = Set.of("oidc-login", "oidc-users");

  private static final int AT_ONCE = 4;
  private static final String API_SERVER = "honest-api-server";
  private static final String VERIFIER = "honest";

  /** Kubernetes' own answer, and no fault of a mutant's: see docs/oidc.md. */
  private static final String CACHED = "oidc/takes-new-key-of-a-cached-set";

  private OpenReference reference;
  private OidcCluster cluster;
  private StageRuns stages;
  private KillMatrix matrix;
  private ExecutorService runs;

  /** One issuer of the reference changes its keys and has faults: for one run at a time. */
  private final ReentrantLock changing = new ReentrantLock();

  private final Map<String, Future<List<ScenarioResult>>> results = new HashMap<>();

  static Stream<Mutant> mutants() {
    return OidcMutants.all(() -> {
      throw new IllegalStateException("no cluster yet");
    });
  }

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    reference = OpenReference.start(temporary.resolve("r"));
    cluster = new OidcCluster(reference);
    stages = StageRuns.on(reference);
    matrix = new KillMatrix("oidc", ids(), false);
    runs = Executors.newFixedThreadPool(AT_ONCE);
    later(API_SERVER, stage -> {}, List.of());
    later(VERIFIER, stage -> cluster.verifiedBy(stage, VERIFIER), List.of());
    OidcMutants.all(() -> cluster)
        .forEach(mutant -> later(mutant.name(), mutant.fault(), List.of(mutant.killer())));
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
    if (alone) {
      changing.lock();
    }
    try {
      return stages.of(name, fault, selection);
    } finally {
      if (alone) {
        changing.unlock();
      }
    }
  }

  private List<String> ids() {
    return stages.catalogue().scenarios().stream()
        .filter(scenario -> scenario.profiles().stream().anyMatch(PROFILES::contains))
        .filter(scenario -> scenario.needs().stream().noneMatch(LOGINS::contains))
        .map(Scenario::id)
        .toList();
  }

  private List<ScenarioResult> results(String name) throws Exception {
    return Objects.requireNonNull(results.get(name)).get();
  }

  @AfterAll
  void end() throws Exception {
    runs.shutdownNow();
    matrix.write(Path.of("target", "kill-matrix-oidc.md"));
    cluster.close();
    reference.close();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isKilledByTheScenarioNamedForIt(Mutant mutant) throws Exception {
    Set<String> passing =
        results(API_SERVER).stream()
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
  @ValueSource(strings = {API_SERVER, VERIFIER})
  void anHonestPartIsAccusedOfNothing(String part) throws Exception {
    List<String> here = ids();
    List<ScenarioResult> met =
        results(part).stream().filter(result -> here.contains(result.id())).toList();
    assertThat(met).hasSizeGreaterThan(100);
    assertThat(StageRuns.accusations(withoutCached(met))).isEmpty();
  }

  /** Else a scenario that can never fail would look like one that all clusters pass. */
  @Test
  void everyScenarioHasItsMutant() {
    Set<String> rest =
        ids().stream()
            .map(id -> id.replaceFirst("#.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    mutants().map(mutant -> mutant.killer().replaceFirst("#.*", "")).forEach(rest::remove);
    // A real API server has the first; nothing of ours reads a header as long as the second's.
    assertThat(rest).containsExactlyInAnyOrder(CACHED, "oidc/survives-huge-token");
  }

  private static List<ScenarioResult> withoutCached(List<ScenarioResult> results) {
    return results.stream().filter(result -> !result.id().equals(CACHED)).toList();
  }
}
