package dev.cksauth.suite;

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
import dev.cksauth.reference.topology.SampleWebhooks;
import dev.cksauth.result.Overall;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.CancellationToken;

/** The sample webhooks pass everything that applies to them. */
final class SampleWebhooksTest {
  private static final Set<Verdict> FINE =
      Set.of(Verdict.PASSED, Verdict.NOT_APPLICABLE, Verdict.NOT_TESTED);

  @TempDir private Path directory;
  private SampleWebhooks samples;

  @BeforeEach
  void start() throws Exception {
    CertificateAuthority authority = CertificateAuthority.create("samples");
    Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
    samples = SampleWebhooks.start(directory, authority);
  }

  @AfterEach
  void stop() {
    samples.close();
  }

  private SubjectRun run(String name) {
    Problems problems = new Problems();
    Catalogue catalogue = CatalogueLoader.load(List.of(), Checks.names(), problems);
    List<Subject> subjects =
        new SubjectLoader(catalogue.capabilities().keySet())
            .load(List.of(directory.resolve(name + ".yaml")), Environment.of(Map.of()), problems);
    assertThat(problems.all()).isEmpty();
    SubjectRun run =
        new SubjectRun(
            catalogue, subjects.getFirst(), Selection.ALL, RunOptions.DEFAULT, result -> {});
    try (run) {
      Conformance.execute(run, CancellationToken.create());
    }
    return run;
  }

  private static void passes(SubjectRun run) {
    assertThat(run.results())
        .filteredOn(result -> !FINE.contains(result.verdict()))
        .extracting(SampleWebhooksTest::words)
        .isEmpty();
    assertThat(run.result().verdict()).isEqualTo(Overall.CONFORMANT);
  }

  private static String words(ScenarioResult result) {
    return "%s %s: %s".formatted(result.id(), result.verdict(), result.reason());
  }

  @Test
  void tokensOfAFilePass() {
    passes(run("webhook-static"));
  }

  @Test
  void jsonWebTokensPass() {
    passes(run("webhook-jwt"));
  }

  @Test
  void sessionsOfADirectoryPass() {
    passes(run("webhook-directory"));
  }

  @Test
  void sessionsOfTwoFactorsPass() {
    passes(run("webhook-multi-factor"));
  }

  @Test
  void tokensThatTheirIssuerIsAskedAboutPass() {
    passes(run("webhook-introspection"));
  }

  @Test
  void aChainOfKindsPasses() {
    passes(run("webhook-chain"));
  }
}
