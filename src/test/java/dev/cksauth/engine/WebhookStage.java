package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.input.Problems;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.CancellationToken;

/** A scripted webhook, a subject file that names it, and a catalogue of a test's own. */
final class WebhookStage implements AutoCloseable {
  static final String VALID = "good-webhook-token";

  static final String CONTROL =
      """
        - control: a known token is accepted
          review: {as: valid}
          expect: {answer: accepted}
      """;

  final Scripted webhook = new Scripted();
  private final Path directory;
  private final StringBuilder more = new StringBuilder();
  private String endpointMore = "";

  WebhookStage(Path directory) throws Exception {
    this.directory = directory;
    Files.writeString(directory.resolve("ca.pem"), Scripted.AUTHORITY.certificatePem());
    Files.createDirectories(directory.resolve("catalogue/t"));
    webhook.says(WebhookStage::honest);
  }

  /** Knows one token, whatever else stands in the review. */
  static Scripted.Reply honest(Scripted.Asked asked) {
    return asked.body().contains("\"token\":\"" + VALID + "\"")
        ? accepted("alice")
        : answer("{\"authenticated\": false}");
  }

  static Scripted.Reply accepted(String user) {
    return answer(
        "{\"authenticated\": true, \"user\": {\"username\": \"%s\", \"groups\": [\"dev\"]}}"
            .formatted(user));
  }

  /** An answer with HTTP 200 and this status. */
  static Scripted.Reply answer(String status) {
    return Replies.json(
        200,
        "{\"kind\": \"TokenReview\", \"apiVersion\": \"authentication.k8s.io/v1\", \"status\": "
            + status
            + "}");
  }

  /** More of the subject's file. */
  WebhookStage with(String yaml) {
    more.append(yaml.endsWith("\n") ? yaml : yaml + "\n");
    return this;
  }

  /** More of the file's endpoint. */
  WebhookStage endpointWith(String yaml) {
    endpointMore = ", " + yaml;
    return this;
  }

  /** A scenario {@code t/NAME} at level MUST. */
  WebhookStage scenario(String name, String steps) throws IOException {
    Files.writeString(
        directory.resolve("catalogue/t/" + name + ".yaml"),
        """
        title: Scenario %s
        requirement: TR-ANSWER-01
        level: MUST
        profiles: [webhook]
        steps:
        %s
        consequence: none
        fix: none
        """
            .formatted(name, steps));
    return this;
  }

  private Catalogue catalogue() {
    Problems problems = new Problems();
    Catalogue catalogue =
        CatalogueLoader.load(List.of(directory.resolve("catalogue")), Checks.names(), problems);
    assertThat(problems.all()).isEmpty();
    return catalogue;
  }

  private Subject subject(Catalogue catalogue) throws IOException {
    Path file = directory.resolve("subject.yaml");
    Files.writeString(
        file,
        """
        apiVersion: cks-auth.dev/v1
        kind: Webhook
        metadata: {name: stage}
        endpoint: {url: "https://127.0.0.1:%d/authenticate", ca: ca.pem%s}
        credentials:
          - {name: alice, kind: valid, token: %s, expect: {username: alice, groups: [dev]}}
        %s\
        """
            .formatted(webhook.port(), endpointMore, VALID, more));
    Problems problems = new Problems();
    List<Subject> subjects =
        new SubjectLoader(catalogue.capabilities().keySet())
            .load(List.of(file), Environment.of(Map.of()), problems);
    assertThat(problems.all()).isEmpty();
    return subjects.getFirst();
  }

  /** Runs the one scenario that the test has written. */
  ScenarioResult one() throws IOException {
    Catalogue catalogue = catalogue();
    SubjectRun run =
        new SubjectRun(catalogue, subject(catalogue), Stage.OWN, Stage.ONE_BY_ONE, finished -> {});
    try (run) {
      Conformance.execute(run, CancellationToken.create());
    }
    List<ScenarioResult> results = run.results();
    assertThat(results).hasSize(1);
    return results.getFirst();
  }

  @Override
  public void close() {
    webhook.close();
  }
}
