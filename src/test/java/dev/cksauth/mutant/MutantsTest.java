package dev.cksauth.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.engine.Checks;
import dev.cksauth.engine.Conformance;
import dev.cksauth.engine.Glob;
import dev.cksauth.engine.RunOptions;
import dev.cksauth.engine.Selection;
import dev.cksauth.engine.SubjectRun;
import dev.cksauth.input.Problems;
import dev.cksauth.reference.managed.ManagedPolicy;
import dev.cksauth.reference.topology.OpenReference;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.junit.platform.engine.CancellationToken;

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
  private Catalogue catalogue;
  private KillMatrix matrix;
  private ExecutorService runs;
  private Map<String, Future<List<ScenarioResult>>> results;

  Stream<Mutant> mutants() {
    return Stream.of(
            ManagedMutants.all(),
            ManagedGatewayMutants.all(),
            UnmanagedMutants.all(),
            ConsoleMutants.all(),
            ApiServerMutants.all())
        .flatMap(Function.identity())
        .filter(mutant -> ids().stream().anyMatch(id -> Glob.matches(mutant.killer(), id)));
  }

  /** Honest parts in the places of faulty ones. */
  enum Honest {
    ALL {
      @Override
      void on(Stage stage) {}
    },
    MANAGED_ENDPOINT {
      @Override
      void on(Stage stage) throws Exception {
        stage.managed(ManagedPolicy.honest(stage.reference().console()));
      }
    },
    GATEWAY_BEFORE_UNMANAGED {
      @Override
      void on(Stage stage) throws Exception {
        stage.front("unmanaged", stage.gateway()::honest);
      }
    },
    GATEWAY_BEFORE_DEPRECATED {
      @Override
      void on(Stage stage) throws Exception {
        stage.front("deprecated", stage.gateway()::honest);
      }
    };

    abstract void on(Stage stage) throws Exception;
  }

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    reference = OpenReference.start(temporary.resolve("r"));
    Problems problems = new Problems();
    catalogue = CatalogueLoader.load(List.of(), Checks.names(), problems);
    assertThat(problems.all()).isEmpty();
    matrix = new KillMatrix(ids(), !WHOLE_MATRIX.isEmpty());
    // Some scenarios wait for caches, and API servers take their time to start: side by side.
    runs = Executors.newFixedThreadPool(AT_ONCE);
    results = mutants().collect(Collectors.toMap(Mutant::name, this::later));
  }

  private Future<List<ScenarioResult>> later(Mutant mutant) {
    List<String> named = WHOLE_MATRIX.isEmpty() ? List.of(mutant.killer()) : List.of();
    return runs.submit(() -> run(mutant.name(), mutant.fault(), named));
  }

  private List<String> ids() {
    return catalogue.scenarios().stream()
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
    List<ScenarioResult> met = Objects.requireNonNull(results.get(mutant.name())).get();
    matrix.add(mutant, met);
    assertThat(met)
        .as(() -> told(met))
        .anyMatch(result -> mutant.named(result) && Mutant.kills(result));
  }

  @ParameterizedTest
  @EnumSource
  void anHonestPartIsAccusedOfNothing(Honest part) throws Exception {
    List<ScenarioResult> results = run("honest-" + part, part::on, List.of());
    assertThat(results)
        .as(() -> told(results))
        .isNotEmpty()
        .allMatch(result -> result.verdict() == Verdict.PASSED);
  }

  private static String told(List<ScenarioResult> results) {
    return results.stream()
        .filter(result -> result.verdict() != Verdict.PASSED)
        .map(result -> result.verdict() + " " + result.id() + ": " + result.reason())
        .collect(Collectors.joining("\n"));
  }

  private List<ScenarioResult> run(String name, Mutant.Fault fault, List<String> globs)
      throws Exception {
    try (Stage stage = new Stage(reference, name)) {
      fault.on(stage);
      Selection selection = new Selection(PROFILES, globs, List.of(), false);
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
  }
}
