package dev.cksauth.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.PrivateFile;
import dev.cksauth.engine.Selection;
import dev.cksauth.mutant.LoginMutants.LoginMutant;
import dev.cksauth.reference.apiserver.ApiServer;
import dev.cksauth.reference.topology.OpenLogins;
import dev.cksauth.reference.topology.OpenReference;
import dev.cksauth.result.ScenarioResult;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

/**
 * Each fault of a webhook whose users log in is noticed by the story that is named for it, and the
 * honest one is accused of nothing. All of them are behind one API server.
 */
@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LoginMutantsTest {
  private static final String STORIES = "integration/story/*";
  private static final String CACHE_TTL = "1s";
  private static final String HONEST = "honest";

  /** Most of them wait for the caches. */
  private static final int AT_ONCE = 4;

  private OpenReference reference;
  private OpenLogins webhooks;
  private ApiServer server;
  private StageRuns stages;
  private KillMatrix matrix;
  private ExecutorService runs;
  private final Map<String, Future<List<ScenarioResult>>> results = new HashMap<>();

  static Stream<LoginMutant> mutants() {
    return LoginMutants.all();
  }

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    reference = OpenReference.start(temporary.resolve("r"));
    webhooks = OpenLogins.start(reference.authority());
    Path kubeconfig =
        PrivateFile.write(
            reference.system().directory().resolve("logins.kubeconfig"), webhooks.kubeconfig());
    server =
        reference.another(
            Map.of(
                "authentication-token-webhook-config-file",
                kubeconfig.toString(),
                "authentication-token-webhook-version",
                "v1",
                "authentication-token-webhook-cache-ttl",
                CACHE_TTL,
                "api-audiences",
                "https://kubernetes.default.svc"));
    stages = StageRuns.on(reference);
    matrix = new KillMatrix("integration", List.copyOf(ids()), false);
    runs = Executors.newFixedThreadPool(AT_ONCE);
    later(HONEST, OpenLogins.Fault.NONE, STORIES);
    mutants().forEach(mutant -> later(mutant.name(), mutant.fault(), mutant.killer()));
  }

  private void later(String name, OpenLogins.Fault fault, String glob) {
    String file = name.replaceAll("[^A-Za-z]+", "-").toLowerCase(Locale.ROOT);
    results.put(name, runs.submit(() -> run(file, fault, glob)));
  }

  private List<ScenarioResult> run(String name, OpenLogins.Fault fault, String glob)
      throws Exception {
    Path subjects = reference.system().directory().resolve("subjects");
    String webhook = webhooks.with(subjects, name, CACHE_TTL, fault);
    Selection selection = new Selection(List.of("integration"), List.of(glob), List.of(), false);
    return stages.of(
        "logins-" + name,
        stage -> {
          stage.rewrite(text -> head(text) + webhook);
          stage.kubeconfig("admin", honest -> Stage.leadingTo(honest, server.port()));
          stage.moved("unmanaged", server.port());
        },
        selection);
  }

  /** The cluster without its own credentials, and with nothing but the unmanaged endpoint. */
  private static String head(String text) {
    return Stream.of("apiVersion:", "kind:", "metadata:", "administrator:")
            .map(start ->
                text.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow())
            .collect(Collectors.joining("\n"))
        + "\nprofiles: [integration]\nendpoints:\n"
        + text.lines().filter(line -> line.startsWith("  unmanaged:")).findFirst().orElseThrow()
        + "\n";
  }

  private List<ScenarioResult> results(String name) throws Exception {
    return Objects.requireNonNull(results.get(name)).get();
  }

  @AfterAll
  void end() throws Exception {
    runs.shutdownNow();
    matrix.write(Path.of("target", "kill-matrix-logins.md"));
    server.close();
    webhooks.close();
    reference.close();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isKilledByTheStoryNamedForIt(LoginMutant mutant) throws Exception {
    List<ScenarioResult> met = results(mutant.name());
    List<String> killers = met.stream().filter(KillMatrix::kills).map(ScenarioResult::id).toList();
    matrix.add(mutant.row(), killers);
    assertThat(killers)
        .as(() -> mutant + " met " + StageRuns.accusations(met))
        .anyMatch(mutant.row()::named);
  }

  @Test
  void theHonestOneIsAccusedOfNothing() throws Exception {
    List<ScenarioResult> met = results(HONEST);
    assertThat(met).hasSize(ids().size());
    assertThat(StageRuns.accusations(met)).isEmpty();
  }

  /** Else a story that can never fail would look like one that all webhooks pass. */
  @Test
  void everyStoryHasItsMutant() {
    Set<String> rest = ids();
    Set<String> killers = mutants().map(LoginMutant::killer).collect(Collectors.toSet());
    rest.removeIf(id -> killers.contains(id) || killers.contains(id.replaceFirst("#.*", "")));
    assertThat(rest).isEmpty();
  }

  private Set<String> ids() {
    return stages.catalogue().scenarios().stream()
        .map(scenario -> scenario.id())
        .filter(id -> id.startsWith("integration/story/"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
