package dev.cksauth.mutant.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.engine.Checks;
import dev.cksauth.engine.Conformance;
import dev.cksauth.engine.RunOptions;
import dev.cksauth.engine.Selection;
import dev.cksauth.engine.SubjectRun;
import dev.cksauth.input.Problems;
import dev.cksauth.mutant.KillMatrix;
import dev.cksauth.reference.topology.OpenSamples;
import dev.cksauth.reference.topology.OpenSamples.Sample;
import dev.cksauth.reference.topology.SampleWebhooks;
import dev.cksauth.reference.webhook.Fault;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import java.nio.file.Files;
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
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.CancellationToken;

/**
 * Each faulty webhook is noticed by the scenario that is named for its fault, and the honest
 * samples that they are made of are accused of nothing. With the system property {@code
 * cksauth.webhook-kill-matrix}, each mutant meets the whole profile, and the matrix goes to the
 * file of that name.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebhookMutantsTest {
  private static final String PROFILE = "webhook";
  private static final int AT_ONCE = 6;
  private static final String WHOLE_MATRIX = System.getProperty("cksauth.webhook-kill-matrix", "");
  private static final CertificateAuthority AUTHORITY =
      CertificateAuthority.create("webhook mutants");
  private static final CertificateAuthority STRANGER = CertificateAuthority.create("a stranger");

  private Path directory;
  private Catalogue catalogue;
  private KillMatrix matrix;
  private ExecutorService runs;
  private final Map<String, Future<List<ScenarioResult>>> results = new HashMap<>();

  static Stream<WebhookMutant> mutants() {
    return Stream.of(
            RequestMutants.all(),
            AnswerMutants.all(),
            IdentityMutants.all(),
            AudienceMutants.all(),
            RejectionMutants.all(),
            JwtMutants.all(),
            TransportMutants.all(AUTHORITY, STRANGER),
            BehaviourMutants.all())
        .flatMap(each -> each);
  }

  @BeforeAll
  void start(@TempDir Path temporary) {
    directory = temporary;
    Problems problems = new Problems();
    catalogue = CatalogueLoader.load(List.of(), Checks.names(), problems);
    assertThat(problems.all()).isEmpty();
    matrix = new KillMatrix(PROFILE, ids(), !WHOLE_MATRIX.isEmpty());
    // Some mutants are slow, and some scenarios wait: side by side.
    runs = Executors.newFixedThreadPool(AT_ONCE);
    for (Sample sample : Sample.values()) {
      WebhookMutant honest =
          new WebhookMutant(
              "honest-" + sample.name().toLowerCase(Locale.ROOT),
              sample,
              "webhook/*",
              Fault.NONE,
              UnaryOperator.identity(),
              SocketFront.Kind.NONE);
      results.put(honest.name(), runs.submit(() -> run(honest, List.of())));
    }
    mutants()
        .forEach(mutant ->
            results.put(
                mutant.name(),
                runs.submit(() ->
                    run(mutant, WHOLE_MATRIX.isEmpty() ? List.of(mutant.killer()) : List.of()))));
  }

  @AfterAll
  void end() throws Exception {
    runs.shutdownNow();
    matrix.write(
        WHOLE_MATRIX.isEmpty()
            ? Path.of("target", "kill-matrix-webhook.md")
            : Path.of(WHOLE_MATRIX));
  }

  private List<String> ids() {
    return catalogue.scenarios().stream()
        .filter(scenario -> scenario.profiles().contains(PROFILE))
        .map(Scenario::id)
        .toList();
  }

  private List<ScenarioResult> results(String name) throws Exception {
    return Objects.requireNonNull(results.get(name)).get();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isKilledByTheScenarioNamedForIt(WebhookMutant mutant) throws Exception {
    List<ScenarioResult> met = results(mutant.name());
    KillMatrix.Row row =
        new KillMatrix.Row(
            mutant.name(), mutant.sample().name().toLowerCase(Locale.ROOT), mutant.killer());
    List<String> killers = met.stream().filter(KillMatrix::kills).map(ScenarioResult::id).toList();
    matrix.add(row, killers);
    assertThat(killers).as(() -> mutant + " met " + told(met)).anyMatch(row::named);
  }

  @ParameterizedTest
  @EnumSource
  void anHonestSampleIsAccusedOfNothing(Sample sample) throws Exception {
    List<ScenarioResult> met = results("honest-" + sample.name().toLowerCase(Locale.ROOT));
    assertThat(met).hasSizeGreaterThan(200);
    assertThat(met)
        .filteredOn(result ->
            !Set.of(Verdict.PASSED, Verdict.NOT_APPLICABLE, Verdict.NOT_TESTED)
                .contains(result.verdict()))
        .extracting(WebhookMutantsTest::told)
        .isEmpty();
  }

  /** Else a scenario that can never fail would look like one that all webhooks pass. */
  @Test
  void everyScenarioHasItsMutant() {
    Set<String> rest =
        ids().stream()
            .map(id -> id.replaceFirst("#.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    mutants().map(mutant -> mutant.killer().replaceFirst("#.*", "")).forEach(rest::remove);
    // A client certificate can only be demanded of a caller that has one; see WireChecksTest.
    assertThat(rest).containsExactly("webhook/transport/demands-client-certificate");
  }

  private static String told(List<ScenarioResult> results) {
    return results.stream().map(WebhookMutantsTest::told).collect(Collectors.joining("; "));
  }

  private static String told(ScenarioResult result) {
    return result.verdict() + " " + result.id() + ": " + result.reason();
  }

  private List<ScenarioResult> run(WebhookMutant mutant, List<String> globs) throws Exception {
    Path files = directory.resolve(mutant.name());
    try (SampleWebhooks sample =
        OpenSamples.start(files, AUTHORITY, mutant.sample(), mutant.fault())) {
      Path file = sample.subjectFiles().getFirst();
      String yaml = mutant.subject().apply(Files.readString(file));
      int port = port(yaml);
      try (SocketFront front =
          SocketFront.start(mutant.front(), AUTHORITY, OpenSamples.trusting(AUTHORITY), port)) {
        boolean behind = mutant.front() != SocketFront.Kind.NONE;
        Files.writeString(
            file,
            behind
                ? yaml.replace(":" + port + "/authenticate", ":" + front.port() + "/authenticate")
                : yaml);
        return run(file, new Selection(List.of(PROFILE), globs, List.of(), false));
      }
    }
  }

  private static int port(String yaml) {
    return Integer.parseInt(
        yaml.replaceFirst("(?s).*url: https?://localhost:([0-9]+)/authenticate.*", "$1"));
  }

  private List<ScenarioResult> run(Path file, Selection selection) throws Exception {
    Problems problems = new Problems();
    List<Subject> subjects =
        new SubjectLoader(catalogue.capabilities().keySet())
            .load(List.of(file), Environment.of(Map.of()), problems);
    assertThat(problems.all()).isEmpty();
    try (SubjectRun run =
        new SubjectRun(
            catalogue, subjects.getFirst(), selection, RunOptions.DEFAULT, result -> {})) {
      Conformance.execute(run, CancellationToken.create());
      return run.results();
    }
  }
}
