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
import dev.cksauth.mutant.WireMutant;
import dev.cksauth.reference.apiserver.ControlPlaneResolver;
import dev.cksauth.reference.process.RunDirectory;
import dev.cksauth.reference.topology.FaultyProxy.Fault;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.CancellationToken;

/** Faults on the wire, which no policy of an honest endpoint can have. */
@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RawMutantsTest {
  private static final List<String> ALL =
      List.of(
          "managed/judges-each-request-alone",
          "managed/streams-watches",
          "managed/rejects-ambiguous-framing*",
          "managed/rejects-split-header*");

  private Teardown teardown;
  private ReferenceStart start;
  private ReferenceSystem system;
  private Catalogue catalogue;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    teardown = new Teardown();
    RunDirectory run = teardown.add(RunDirectory.create(temporary.resolve("r")));
    StartProgress silent = StartProgress.silent();
    start =
        new ReferenceStart(
            teardown,
            run,
            CertificateAuthority.create("mutants"),
            ReferenceOptions.EMBEDDED,
            silent);
    system = start.start(ControlPlaneResolver.ofProcess().resolve(silent).controlPlane());
    Problems problems = new Problems();
    catalogue = CatalogueLoader.load(List.of(), Checks.names(), problems);
    assertThat(problems.all()).isEmpty();
  }

  @AfterAll
  void end() throws Exception {
    system.close();
  }

  @ParameterizedTest
  @MethodSource("dev.cksauth.mutant.WireMutant#all")
  void isNoticedByTheScenarioNamedForIt(WireMutant mutant) throws Exception {
    List<ScenarioResult> results = run(Fault.valueOf(mutant.fault()), List.of(mutant.killer()));
    assertThat(results)
        .as(() -> told(results))
        .singleElement()
        .extracting(ScenarioResult::verdict)
        .isEqualTo(Verdict.FAILED);
  }

  /** The faults are what is noticed, not the proxy that they are in. */
  @Test
  void withoutAFaultItIsAccusedOfNothing() throws Exception {
    List<ScenarioResult> results = run(Fault.NONE, ALL);
    assertThat(results)
        .as(() -> told(results))
        .hasSizeGreaterThan(10)
        .allMatch(result -> result.verdict() == Verdict.PASSED);
  }

  private static String told(List<ScenarioResult> results) {
    return results.stream()
        .map(result -> result.verdict() + " " + result.id() + ": " + result.reason())
        .collect(Collectors.joining("\n"));
  }

  private List<ScenarioResult> run(Fault fault, List<String> scenarios) throws Exception {
    Selection selection = new Selection(List.of(), scenarios, List.of(), false);
    try (FaultyProxy proxy =
            new FaultyProxy(start.managedSpec(system.endpoints().get(1).port()), fault);
        SubjectRun run =
            new SubjectRun(
                catalogue, subject(proxy.port()), selection, RunOptions.DEFAULT, result -> {})) {
      Conformance.execute(run, CancellationToken.create());
      return run.results();
    }
  }

  /** The reference's own file, with another port for the managed endpoint. */
  private Subject subject(int port) throws Exception {
    Path honest = system.subjectFiles().getFirst();
    Path file = honest.resolveSibling("raw-mutant.yaml");
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
