package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.engine.Scripted.Asked;
import dev.cksauth.engine.Scripted.Reply;
import dev.cksauth.engine.Scripted.Script;
import dev.cksauth.input.Problems;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.CancellationToken;
import tools.jackson.databind.node.ObjectNode;

/** Requests, answers, identities and audiences: what is found in faulty webhooks, and not else. */
final class TokenWebhookTest {
  private static final List<String> FOLDERS =
      Stream.of("request", "answer", "identity", "audience", "cks")
          .map(folder -> "webhook/" + folder + "/*")
          .toList();

  private static final List<String> PROFILES = List.of("webhook", "cks-webhook");

  private static final RunOptions PARALLEL =
      new RunOptions(8, false, 0.3, Set.of(), List.of(), List.of());

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

  private SubjectRun run(Script script, List<String> globs) throws Exception {
    return run(script, new Selection(PROFILES, globs, List.of(), false), endpoint(""));
  }

  /**
   * The endpoint of a subject's file.
   *
   * @param query of its URL
   */
  private String endpoint(String query) {
    return "url: \"https://127.0.0.1:%d/authenticate%s\", ca: ca.pem"
        .formatted(webhook.port(), query);
  }

  private SubjectRun run(Script script, Selection selection, String endpoint) throws Exception {
    webhook.says(script);
    Files.writeString(directory.resolve("ca.pem"), Scripted.AUTHORITY.certificatePem());
    Path file = directory.resolve("subject.yaml");
    Files.writeString(
        file,
        """
        apiVersion: cks-auth.dev/v1
        kind: Webhook
        metadata: {name: tokens}
        endpoint: {%s, audiences: ["%s"]}
        credentials:
          - {name: alice, kind: valid, token: %s, expect: {username: alice, groups: [dev]}}
          - {name: bob, kind: valid, token: %s, expect: {username: bob, groups: [dev]}}
          - {name: carol, kind: wrong-audience, token: %s, audiences: ["%s"]}
        """
            .formatted(
                endpoint,
                TokenWebhook.AUDIENCE,
                TokenWebhook.ALICE,
                TokenWebhook.BOB,
                TokenWebhook.FOR_VAULT,
                TokenWebhook.VAULT));
    Problems problems = new Problems();
    Catalogue catalogue = CatalogueLoader.load(List.of(), Checks.names(), problems);
    List<Subject> subjects =
        new SubjectLoader(catalogue.capabilities().keySet())
            .load(List.of(file), Environment.of(Map.of()), problems);
    assertThat(problems.all()).isEmpty();
    SubjectRun run =
        new SubjectRun(catalogue, subjects.getFirst(), selection, PARALLEL, result -> {});
    try (run) {
      Conformance.execute(run, CancellationToken.create());
    }
    return run;
  }

  /** Names an honest webhook for the output. */
  record Honest(String name, Script script) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Honest> honest() {
    return Stream.of(
        new Honest("strict", new TokenWebhook()),
        new Honest(
            "lenient about methods, paths and media types",
            TokenWebhook.taking(TokenWebhookTest::usual)),
        new Honest(
            "knows no audiences, and answers as Go does",
            TokenWebhook.answering(TokenWebhookTest::withoutAudiences)),
        new Honest(
            "answers 201, indented, without a kind, compressed where that is asked for",
            TokenWebhook.reply(TokenWebhookTest::inAnotherForm)),
        new Honest(
            "stands behind a gateway of pages",
            TokenWebhook.reply(
                (asked, honest) -> honest.status() == 200 ? honest : Replies.gateway(403))),
        new Honest(
            "hangs up on what is odd",
            TokenWebhook.reply(
                (asked, honest) -> honest.status() == 200 ? honest : Replies.cut())));
  }

  private static Asked usual(Asked asked) {
    return new Asked(
        "POST",
        "/authenticate",
        asked.token(),
        asked.body(),
        asked.login(),
        asked.certificate(),
        Map.of("content-type", "application/json"));
  }

  private static void withoutAudiences(ObjectNode review) {
    ObjectNode status = review.withObject("/status");
    status.remove("audiences");
    status.withObject("/user");
    review.putObject("metadata").putNull("creationTimestamp");
  }

  private static Reply inAnotherForm(Asked asked, Reply honest) {
    if (honest.status() != 200) {
      return honest;
    }
    String body = TokenWebhook.changed(honest, review -> review.remove("kind")).body();
    Reply other = new Reply(201, "application/json; charset=utf-8", body.replace(",", ",\n  "));
    return asked.header("accept-encoding").contains("gzip")
        ? other.with("Content-Encoding", "gzip")
        : other;
  }

  @ParameterizedTest
  @MethodSource
  void honest(Honest one) throws Exception {
    SubjectRun run = run(one.script(), FOLDERS);
    List<String> allowed =
        one.name().startsWith("lenient") ? List.of("webhook/request/takes-posts-only") : List.of();
    assertThat(run.results())
        .filteredOn(result ->
            !Set.of(Verdict.PASSED, Verdict.NOT_APPLICABLE, Verdict.NOT_TESTED)
                .contains(result.verdict()))
        .filteredOn(result -> allowed.stream().noneMatch(result.id()::startsWith))
        .extracting(result -> result.id() + " " + result.verdict() + ": " + result.reason())
        .isEmpty();
  }

  /** A fault, and the scenario that is named for it. */
  record Fault(String killer, Script script) {
    @Override
    public String toString() {
      return killer;
    }
  }

  static Stream<Fault> faults() {
    return TokenWebhookFaults.all().entrySet().stream()
        .map(each -> new Fault("webhook/" + each.getKey(), each.getValue()));
  }

  @ParameterizedTest
  @MethodSource
  void faults(Fault fault) throws Exception {
    Selection one = new Selection(PROFILES, List.of(fault.killer()), List.of(), false);
    boolean login = fault.killer().endsWith("needs-no-login");
    List<ScenarioResult> results =
        run(fault.script(), one, endpoint("") + (login ? ", bearer: the-callers-own" : ""))
            .results();
    assertThat(results).hasSize(1);
    assertThat(results)
        .allMatch(
            result ->
                Set.of(Verdict.FAILED, Verdict.WARNING, Verdict.NOTE).contains(result.verdict()),
            results.getFirst().verdict() + ": " + results.getFirst().reason());
  }

  /** What needs HTTP/2, or another subject's file, is proven elsewhere. */
  @Test
  void everyScenarioHasItsFault() throws Exception {
    Set<String> killers = faults().map(fault -> plain(fault.killer())).collect(Collectors.toSet());
    Set<String> all =
        run(new TokenWebhook(), FOLDERS).results().stream()
            .map(result -> plain(result.id()))
            .collect(Collectors.toCollection(TreeSet::new));
    all.removeAll(
        Set.of(
            "webhook/cks/is-served-over-https",
            "webhook/cks/has-a-bare-url",
            "webhook/cks/is-trusted-by-its-authority-alone"));
    assertThat(killers).containsAll(all);
  }

  private static String plain(String id) {
    return id.replaceFirst("#.*", "");
  }

  @Test
  void theProfileForCksIsRunOnlyWhenAskedFor() throws Exception {
    SubjectRun run =
        run(
            new TokenWebhook(),
            new Selection(List.of(), List.of("webhook/answer/accepts-*"), List.of(), false),
            endpoint(""));
    assertThat(run.result().profiles()).extracting(ProfileResult::name).containsExactly("webhook");
  }

  @Test
  void whoTakesAnyAudienceIsToldOnce() throws Exception {
    Script deaf =
        Objects.requireNonNull(
            TokenWebhookFaults.all().get("audience/denies-other-audiences#stranger"));
    assertThat(run(deaf, List.of("webhook/audience/denies-other-audiences#*")).results())
        .extracting(ScenarioResult::verdict)
        .containsOnlyOnce(Verdict.FAILED)
        .containsOnly(Verdict.FAILED, Verdict.NOT_TESTED);
  }

  private ScenarioResult cks(String scenario, String endpoint) throws Exception {
    Selection one =
        new Selection(List.of("cks-webhook"), List.of("webhook/cks/" + scenario), List.of(), false);
    return run(new TokenWebhook(), one, endpoint).results().getFirst();
  }

  @Test
  void aUrlInClearIsNoneForCks() throws Exception {
    assertThat(cks("is-served-over-https", "url: \"http://127.0.0.1:1/authenticate\"").verdict())
        .isEqualTo(Verdict.FAILED);
  }

  @Test
  void aQueryIsNoneForCks() throws Exception {
    ScenarioResult result = cks("has-a-bare-url", endpoint("?key=topsecret"));
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason()).contains("a URL without a query").doesNotContain("topsecret");
  }

  @Test
  void anotherNameInTheCertificateIsNoneForCks() throws Exception {
    Files.writeString(
        directory.resolve("api-server.kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters:
          - name: webhook
            cluster:
              server: https://127.0.0.1:%d/authenticate
              certificate-authority: ca.pem
              tls-server-name: managed.example.test
        users: [{name: api-server, user: {}}]
        contexts: [{name: webhook, context: {cluster: webhook, user: api-server}}]
        current-context: webhook
        """
            .formatted(webhook.port()));
    ScenarioResult result =
        cks("is-trusted-by-its-authority-alone", "kubeconfig: {file: api-server.kubeconfig}");
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason()).contains("its certificate is for managed.example.test");
  }
}
