package dev.cksauth.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.engine.Selection;
import dev.cksauth.reference.managed.Front;
import dev.cksauth.reference.managed.ManagedPolicy;
import dev.cksauth.reference.topology.OpenReference;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault is noticed by the scenario that is named for it, and honest parts are accused of
 * nothing. With the system property {@code cksauth.kill-matrix}, each mutant meets the whole
 * profile instead of its named scenario, and the matrix goes to the file of that name.
 */
@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MutantsTest {
  private static final List<String> PROFILES = List.of("endpoints");
  private static final int AT_ONCE = 4;
  private static final String WHOLE_MATRIX = System.getProperty("cksauth.kill-matrix", "");

  private OpenReference reference;
  private StageRuns stages;
  private KillMatrix matrix;
  private ExecutorService runs;
  private final Map<String, Future<List<ScenarioResult>>> results = new HashMap<>();

  static Stream<Mutant> mutants() {
    return Stream.of(
            ManagedMutants.all(),
            ManagedGatewayMutants.all(),
            ConsoleTokenMutants.all(),
            WebSocketMutants.all(),
            IdentityHeaderMutants.all(),
            UnmanagedMutants.all(),
            AdditiveMutants.all(),
            ConsoleMutants.all(),
            ApiServerMutants.all())
        .flatMap(Function.identity());
  }

  /** Honest parts in the places of faulty ones. */
  enum Honest {
    AS_IT_IS {
      @Override
      void on(Stage stage) {}
    },
    GATEWAYS_BEFORE_ALL {
      @Override
      void on(Stage stage) throws Exception {
        URI managed = stage.managed(ManagedPolicy.honest(stage.reference().console()));
        stage.front("managed", arrival -> new Front.Pass(managed, arrival.head()));
        stage.front("unmanaged", stage.gateway()::honest);
        stage.front("deprecated", stage.gateway()::honest);
        stage.front("custom", stage.gateway()::honest);
        stage.frontOfAdministrator(stage.gateway()::honest);
      }
    },
    ANOTHER_API_SERVER {
      @Override
      void on(Stage stage) throws Exception {
        stage.apiServer(Map.of());
      }
    };

    abstract void on(Stage stage) throws Exception;
  }

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    reference = OpenReference.start(temporary.resolve("r"));
    stages = StageRuns.on(reference);
    matrix = new KillMatrix("endpoints", ids(), !WHOLE_MATRIX.isEmpty());
    // Some scenarios wait for caches, and API servers take their time to start: side by side.
    runs = Executors.newFixedThreadPool(AT_ONCE);
    for (Honest part : Honest.values()) {
      later(part.toString(), part::on, List.of());
    }
    mutants()
        .forEach(mutant ->
            later(
                mutant.name(),
                mutant.fault(),
                WHOLE_MATRIX.isEmpty() ? List.of(mutant.killer()) : List.of()));
  }

  private void later(String name, Mutant.Fault fault, List<String> globs) {
    results.put(
        name,
        runs.submit(
            () -> stages.of(name, fault, new Selection(PROFILES, globs, List.of(), false))));
  }

  private List<ScenarioResult> results(String name) throws Exception {
    return Objects.requireNonNull(results.get(name)).get();
  }

  private List<String> ids() {
    return stages.catalogue().scenarios().stream()
        .filter(scenario -> scenario.profiles().stream().anyMatch(PROFILES::contains))
        .map(scenario -> scenario.id())
        .toList();
  }

  @AfterAll
  void end() throws Exception {
    matrix.write(
        WHOLE_MATRIX.isEmpty() ? Path.of("target", "kill-matrix.md") : Path.of(WHOLE_MATRIX));
    runs.shutdownNow();
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
    assertThat(met).isNotEmpty();
    assertThat(StageRuns.accusations(met)).isEmpty();
  }
}
