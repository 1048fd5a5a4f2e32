package dev.cksauth.reference.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.engine.Checks;
import dev.cksauth.engine.Conformance;
import dev.cksauth.engine.RunOptions;
import dev.cksauth.engine.Selection;
import dev.cksauth.engine.SubjectRun;
import dev.cksauth.input.Problems;
import dev.cksauth.reference.apiserver.ControlPlaneResolver;
import dev.cksauth.reference.managed.ManagedEndpoint;
import dev.cksauth.reference.managed.ManagedPolicy;
import dev.cksauth.reference.process.RunDirectory;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.CancellationToken;

/** Each fault of a managed endpoint is noticed by the scenario that is named for it. */
@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ManagedMutantsTest {
  private static final Selection ENDPOINTS =
      new Selection(List.of("endpoints"), List.of(), List.of(), false);

  private final Map<ManagedMutants, List<String>> kills = new TreeMap<>();
  private Teardown teardown;
  private ReferenceStart start;
  private ReferenceSystem system;
  private Catalogue catalogue;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    teardown = new Teardown();
    RunDirectory run = teardown.add(RunDirectory.create(temporary.resolve("r")));
    StartProgress silent = StartProgress.silent();
    start = new ReferenceStart(teardown, run, CertificateAuthority.create("mutants"), silent);
    system = start.start(ControlPlaneResolver.ofProcess().resolve(silent).controlPlane());
    ManagedMutants.REVOKED.add(Files.readString(system.tokens().get("console-revoked")).strip());
    Problems problems = new Problems();
    catalogue = CatalogueLoader.load(List.of(), Checks.names(), problems);
    assertThat(problems.all()).isEmpty();
  }

  @AfterAll
  void end() throws Exception {
    Files.writeString(Path.of("target", "kill-matrix.md"), matrix());
    system.close();
  }

  private String matrix() {
    return kills.entrySet().stream()
        .map(row ->
            "| %s | %s | %s |%n"
                .formatted(
                    row.getKey().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                    row.getKey().killer(),
                    String.join(", ", row.getValue())))
        .collect(
            Collectors.joining("", "| mutant | named killer | killed by |\n|---|---|---|\n", ""));
  }

  @ParameterizedTest
  @EnumSource
  void isNoticedByTheScenarioNamedForIt(ManagedMutants mutant) throws Exception {
    List<ScenarioResult> results = run(mutant.of(start.cloudConsole()));
    List<String> killers =
        results.stream()
            .filter(
                result -> result.verdict() == Verdict.FAILED || result.verdict() == Verdict.WARNING)
            .map(ScenarioResult::id)
            .toList();
    kills.put(mutant, killers);
    assertThat(killers)
        .as(() -> told(results))
        .anyMatch(id -> id.replaceFirst("#.*", "").equals(mutant.killer()));
  }

  @RepeatedTest(2)
  void anHonestEndpointIsAccusedOfNothing() throws Exception {
    List<ScenarioResult> results = run(ManagedPolicy.honest(start.cloudConsole()));
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

  private List<ScenarioResult> run(ManagedPolicy policy) throws Exception {
    try (ManagedEndpoint endpoint =
            ManagedEndpoint.start(
                start.managedSpec(system.endpoints().get(1).port()).withPolicy(policy));
        SubjectRun run =
            new SubjectRun(
                catalogue, subject(endpoint.port()), ENDPOINTS, RunOptions.DEFAULT, result -> {})) {
      Conformance.execute(run, CancellationToken.create());
      return run.results();
    }
  }

  /** The reference's own file, with another port for the managed endpoint. */
  private Subject subject(int port) throws Exception {
    Path honest = system.subjectFiles().getFirst();
    Path file = honest.resolveSibling("mutant.yaml");
    Files.writeString(
        file,
        Files.readString(honest)
            .replace(system.endpoints().getFirst().address(), "127.0.0.1:" + port));
    Problems problems = new Problems();
    List<Subject> subjects =
        new SubjectLoader(catalogue.capabilities().keySet())
            .load(List.of(file), Environment.of(Map.of()), problems);
    assertThat(problems.all()).isEmpty();
    return subjects.getFirst();
  }
}
