package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.credential.CertificateAuthority;
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
import java.util.Set;
import org.junit.platform.engine.CancellationToken;

/** Two scripted endpoints, a subject file that names them, and a catalogue of a test's own. */
final class Stage implements AutoCloseable {
  static final RunOptions ONE_BY_ONE = new RunOptions(1, false, 1, Set.of(), List.of(), List.of());
  static final Selection OWN = new Selection(List.of(), List.of("t/*"), List.of(), false);

  static final String CONTROL =
      """
        - control: the console token is good
          request: {endpoint: managed, as: console}
          expect: {identity: own}
      """;
  static final String REJECTION =
      """
        - title: an unknown token names nobody
          request: {endpoint: managed, as: unknown}
          expect: {identity: none}
      """;
  static final String ACCEPTANCE =
      """
        - title: the console token is good
          request: {endpoint: managed, as: console}
          expect: {identity: own}
      """;

  final Scripted managed = new Scripted();
  final Scripted unmanaged = new Scripted();
  private final Path directory;
  private final StringBuilder more = new StringBuilder();
  private String endpoints;

  Stage(Path directory) throws Exception {
    this.directory = directory;
    endpoints = managedLine("ca.pem", managed.port()) + unmanagedLine();
    Files.writeString(directory.resolve("ca.pem"), Scripted.AUTHORITY.certificatePem());
    Files.createDirectories(directory.resolve("catalogue/t"));
    Files.writeString(
        directory.resolve("other-ca.pem"), CertificateAuthority.create("other").certificatePem());
  }

  private static String managedLine(String ca, int port) {
    return "  managed: {url: \"https://managed.example.test\", ca: %s, address: \"127.0.0.1:%d\"}\n"
        .formatted(ca, port);
  }

  private String unmanagedLine() {
    return ("  unmanaged: {url: \"https://unmanaged.example.test\", ca: ca.pem, address:"
            + " \"127.0.0.1:%d\"}\n")
        .formatted(unmanaged.port());
  }

  /** The managed endpoint is elsewhere, or behind another authority. */
  Stage managedAt(String ca, int port) {
    endpoints = managedLine(ca, port) + unmanagedLine();
    return this;
  }

  Stage withoutUnmanaged() {
    endpoints = managedLine("ca.pem", managed.port());
    return this;
  }

  /** The unmanaged endpoint has the deprecated name, too. */
  Stage deprecatedToo() {
    endpoints += unmanagedLine().replace("unmanaged:", "deprecated:");
    return this;
  }

  /** Names an endpoint that is not on this machine; nothing answers there. */
  Stage foreign() {
    endpoints += "  custom: [{name: far, url: \"https://192.0.2.1\"}]\n";
    return this;
  }

  /** More of the subject's file. */
  Stage with(String yaml) {
    more.append(yaml.endsWith("\n") ? yaml : yaml + "\n");
    return this;
  }

  /** An administrator whose API is the unmanaged endpoint. */
  Stage administered() throws IOException {
    Files.writeString(
        directory.resolve("admin.kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d", certificate-authority: ca.pem}}]
        users: [{name: u, user: {token: administrator-token}}]
        contexts: [{name: admin, context: {cluster: c, user: u}}]
        current-context: admin
        """
            .formatted(unmanaged.port()));
    return with("administrator: {kubeconfig: {file: admin.kubeconfig, context: admin}}");
  }

  /** A scenario {@code t/NAME} at level MUST. */
  Stage scenario(String name, String steps) throws IOException {
    return scenario(name, "MUST", "", steps);
  }

  Stage scenario(String name, String level, String keys, String steps) throws IOException {
    Files.writeString(
        directory.resolve("catalogue/t/" + name + ".yaml"),
        """
        title: Scenario %s
        requirement: CKS-MANAGED-05
        level: %s
        profiles: [endpoints]
        %s
        steps:
        %s
        consequence: none
        fix: none
        """
            .formatted(name, level, keys, steps));
    return this;
  }

  Catalogue catalogue() {
    Problems problems = new Problems();
    Catalogue catalogue =
        CatalogueLoader.load(List.of(directory.resolve("catalogue")), Checks.names(), problems);
    assertThat(problems.all()).isEmpty();
    return catalogue;
  }

  Subject subject() throws IOException {
    Path file = directory.resolve("subject.yaml");
    Files.writeString(
        file,
        """
        apiVersion: cks-auth.dev/v1
        kind: Cluster
        metadata: {name: stage, version: v1.37.2}
        endpoints:
        %scredentials:
          - {name: console, kind: console, token: %s, expect: {username: %s}}
          - {name: robot, kind: service-account, token: %s, expect: {username: "%s"}}
        %s\
        """
            .formatted(
                endpoints,
                Replies.CONSOLE,
                Replies.ALICE,
                Replies.SERVICE_ACCOUNT,
                Replies.ROBOT,
                more));
    Problems problems = new Problems();
    List<Subject> subjects =
        new SubjectLoader(catalogue().capabilities().keySet())
            .load(List.of(file), Environment.of(Map.of()), problems);
    assertThat(problems.all()).isEmpty();
    return subjects.getFirst();
  }

  SubjectRun prepared(Selection selection, RunOptions options, Recorder recorder)
      throws IOException {
    return new SubjectRun(catalogue(), subject(), selection, options, recorder);
  }

  /** Runs the catalogue of the test; the run can be asked for what came of it. */
  SubjectRun run(Selection selection, RunOptions options) throws IOException {
    SubjectRun run = prepared(selection, options, result -> {});
    try (run) {
      Conformance.execute(run, CancellationToken.create());
    }
    return run;
  }

  /** Runs the one scenario that the test has written. */
  ScenarioResult one(RunOptions options) throws IOException {
    List<ScenarioResult> results = run(OWN, options).results();
    assertThat(results).hasSize(1);
    return results.getFirst();
  }

  ScenarioResult one() throws IOException {
    return one(ONE_BY_ONE);
  }

  @Override
  public void close() {
    managed.close();
    unmanaged.close();
  }
}
