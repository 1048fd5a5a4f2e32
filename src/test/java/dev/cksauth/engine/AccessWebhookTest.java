package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.input.Problems;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.CancellationToken;

/** The profile access-webhook: what it finds in faulty webhooks, and not in honest ones. */
final class AccessWebhookTest {
  private static final RunOptions PARALLEL =
      new RunOptions(8, false, 0.1, Set.of(), List.of(), List.of());

  @TempDir private Path directory;
  private Scripted webhook;

  @BeforeEach
  void start() throws Exception {
    webhook = new Scripted();
  }

  @AfterEach
  void stop() {
    webhook.close();
  }

  private SubjectRun run(Scripted.Script script) throws Exception {
    webhook.says(script);
    Files.writeString(directory.resolve("ca.pem"), Scripted.AUTHORITY.certificatePem());
    Path file = directory.resolve("subject.yaml");
    Files.writeString(
        file,
        """
        apiVersion: cks-auth.dev/v1
        kind: Webhook
        metadata: {name: access}
        endpoint: {url: "https://127.0.0.1:%d/authorize", ca: ca.pem}
        review: access
        decisions:
          - name: dev-lists-pods
            user: alice
            groups: [dev, "system:authenticated"]
            resource: {verb: list, resource: pods, version: v1, namespace: dev}
            expect: allowed
          - name: nobody-deletes-nodes
            user: alice
            groups: [dev]
            resource: {verb: delete, resource: nodes, version: v1, name: node-1}
            expect: denied
          - {name: others, user: bob, path: {verb: get, path: /metrics}, expect: no-opinion}
        """
            .formatted(webhook.port()));
    Problems problems = new Problems();
    Catalogue catalogue = CatalogueLoader.load(List.of(), Checks.names(), problems);
    List<Subject> subjects =
        new SubjectLoader(catalogue.capabilities().keySet())
            .load(List.of(file), Environment.of(Map.of()), problems);
    assertThat(problems.all()).isEmpty();
    SubjectRun run =
        new SubjectRun(catalogue, subjects.getFirst(), Selection.ALL, PARALLEL, result -> {});
    try (run) {
      Conformance.execute(run, CancellationToken.create());
    }
    return run;
  }

  @Test
  void anHonestWebhookIsConformant() throws Exception {
    SubjectRun run = run(new AccessWebhook());
    assertThat(run.results())
        .filteredOn(result -> result.verdict() != Verdict.PASSED)
        .extracting(result -> result.id() + " " + result.verdict() + ": " + result.reason())
        .isEmpty();
    assertThat(run.result().verdict()).isEqualTo(Overall.CONFORMANT);
  }

  @Test
  void anHonestWebhookOfOneVersionIsConformant() throws Exception {
    SubjectRun run =
        run(
            AccessMutants.reply((review, honest) ->
                review.path("apiVersion").asString("").endsWith("v1beta1")
                    ? AccessWebhook.bad("v1 only")
                    : honest));
    assertThat(run.result().verdict()).isEqualTo(Overall.CONFORMANT);
    assertThat(run.results())
        .filteredOn(result -> result.verdict() == Verdict.NOT_APPLICABLE)
        .hasSize(2);
  }

  @Test
  void anHonestWebhookThatIsLenientIsConformant() throws Exception {
    SubjectRun run =
        run(
            AccessMutants.reply((review, honest) ->
                honest.status() == 200
                    ? Replies.json(
                        201,
                        honest.body().replaceFirst("\\{.*?\"status\"", "{\"x\": 1, \"status\""))
                    : honest));
    assertThat(run.result().verdict()).isEqualTo(Overall.CONFORMANT);
  }

  /** A webhook with one fault, and the scenario that is named for it. */
  record Mutant(String name, String killer, Scripted.Script script) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Mutant> mutants() {
    return AccessMutants.all().entrySet().stream()
        .map(each -> {
          String[] words = each.getKey().split(" ", 2);
          return new Mutant(words[0], words[1], each.getValue());
        });
  }

  @ParameterizedTest
  @MethodSource
  void mutants(Mutant mutant) throws Exception {
    List<ScenarioResult> results = run(mutant.script()).results();
    assertThat(results)
        .filteredOn(
            result -> result.verdict() == Verdict.FAILED || result.verdict() == Verdict.WARNING)
        .extracting(ScenarioResult::id)
        .contains(mutant.killer());
  }

  @Test
  void everyScenarioHasItsMutant() throws Exception {
    List<String> killers = mutants().map(Mutant::killer).toList();
    assertThat(run(new AccessWebhook()).results())
        .extracting(ScenarioResult::id)
        .allSatisfy(id -> assertThat(killers).contains(id));
  }
}
