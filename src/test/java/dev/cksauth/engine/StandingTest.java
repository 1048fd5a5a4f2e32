package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Impact;
import dev.cksauth.input.Problem;
import dev.cksauth.input.Problems;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What decides on a scenario before or after its steps: lists, capabilities, allowances. */
final class StandingTest {
  private static final Listed ENTRY =
      new Listed("t/*", Optional.empty(), "not yet", "https://example.test/1");

  @TempDir private Path directory;
  private Stage stage;

  @BeforeEach
  void set() throws Exception {
    stage = new Stage(directory);
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private ScenarioResult with(List<Listed> excluded, List<Listed> gaps) throws Exception {
    return stage
        .scenario("accepts", Stage.ACCEPTANCE)
        .one(new RunOptions(1, false, 1, Set.of(), excluded, gaps));
  }

  @Test
  void aKnownGapThatIsOpenIsAKnownGap() throws Exception {
    stage.managed.says(asked -> Replies.review("bob@example.com"));
    ScenarioResult result = with(List.of(), List.of(ENTRY));
    assertThat(result.verdict()).isEqualTo(Verdict.KNOWN_GAP);
    assertThat(result.reason()).contains("not yet", "https://example.test/1");
  }

  @Test
  void aKnownGapThatIsClosedIsFailed() throws Exception {
    ScenarioResult result = with(List.of(), List.of(ENTRY));
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason()).contains("remove the entry");
  }

  @Test
  void aKnownGapThatCannotBeSeenIsAnError() throws Exception {
    stage.managed.says(asked -> Replies.gateway(404));
    assertThat(with(List.of(), List.of(ENTRY)).verdict()).isEqualTo(Verdict.ERROR);
  }

  @Test
  void anExcludedScenarioSendsNothing() throws Exception {
    ScenarioResult result = with(List.of(ENTRY), List.of());
    assertThat(result.verdict()).isEqualTo(Verdict.EXCLUDED);
    assertThat(result.reason()).contains("not yet");
    assertThat(stage.managed.asked()).isEmpty();
  }

  @Test
  void anEntryOfAnotherSubjectChangesNothing() throws Exception {
    Listed other = new Listed("t/*", Optional.of("other"), "r", "https://example.test/1");
    assertThat(with(List.of(other), List.of(other)).verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void anEntryThatMatchesNothingIsAProblem() throws Exception {
    Path file = directory.resolve("gaps.yaml");
    Files.writeString(
        file, "- {scenario: t/gone, reason: none, link: \"https://example.test/1\"}\n");
    Problems problems = new Problems();
    Listed.read(file, stage.catalogue(), problems);
    assertThat(problems.all())
        .extracting(Problem::message)
        .containsExactly("`t/gone` matches no scenario of the catalogue");
  }

  private ScenarioResult needing(String capability) throws Exception {
    stage.scenario("needs", "MUST", "needs: [" + capability + "]", Stage.ACCEPTANCE);
    return stage.one();
  }

  @Test
  void anAbsentCapabilityIsNotApplicable() throws Exception {
    ScenarioResult result = needing("deprecated-endpoint");
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
    assertThat(result.reason()).contains("deprecated-endpoint", "give endpoints.deprecated");
  }

  @Test
  void aCapabilityDeclaredFalseIsNotApplicable() throws Exception {
    stage.with("capabilities: {anonymous: false}");
    assertThat(needing("anonymous").verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
  }

  @Test
  void aDeclarationThatAProbeContradictsIsNoted() throws Exception {
    stage.with("capabilities: {anonymous: false}");
    stage.unmanaged.says(asked -> Replies.json(200, "{}"));
    stage.scenario("needs", "MUST", "needs: [anonymous]", Stage.ACCEPTANCE);
    SubjectRun run = stage.run(Stage.OWN, Stage.ONE_BY_ONE);
    assertThat(run.result().notes()).anyMatch(note -> note.contains("declared absent"));
  }

  @Test
  void theDeprecatedEndpointIsNoted() throws Exception {
    stage.deprecatedToo();
    stage.scenario("accepts", Stage.ACCEPTANCE);
    assertThat(stage.run(Stage.OWN, Stage.ONE_BY_ONE).result().notes())
        .anyMatch(note -> note.contains("is deprecated: what still uses it is to move"));
  }

  @Test
  void aDeclarationThatABrokenProbeCannotContradictStands() throws Exception {
    stage.with("capabilities: {anonymous: false}");
    stage.unmanaged.says(asked -> Replies.gateway(404));
    stage.scenario("needs", "MUST", "needs: [anonymous]", Stage.ACCEPTANCE);
    assertThat(stage.run(Stage.OWN, Stage.ONE_BY_ONE).result().notes()).isEmpty();
  }

  /** The same table entry as the anonymous capability once had: asked of the subject alone. */
  private void probed() throws Exception {
    Files.writeString(
        directory.resolve("catalogue/capabilities.yaml"),
        "own-anonymous: {question: Is anonymous served?, probed: anonymous}\n");
  }

  @Test
  void aCapabilityWhoseProbeIsBrokenIsPresent() throws Exception {
    probed();
    stage.unmanaged.says(asked -> Replies.gateway(404));
    assertThat(needing("own-anonymous").verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aClusterThatIsNotNamedAsThoseOfCksIsNotMeasuredByTheirNames() throws Exception {
    ScenarioResult result = needing("cks-names");
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
    assertThat(result.reason()).contains("cks-names");
    assertThat(stage.managed.asked()).isEmpty();
  }

  @Test
  void whatIsNotDeclaredAbsentIsExpected() throws Exception {
    stage.unmanaged.says(asked -> Replies.unauthorized());
    assertThat(needing("anonymous").verdict()).isEqualTo(Verdict.PASSED);
    assertThat(stage.unmanaged.asked()).isEmpty();
  }

  @Test
  void aCapabilityThatCannotBeAskedForIsPresent() throws Exception {
    stage.administered();
    stage.unmanaged.says(asked -> Replies.unauthorized());
    assertThat(needing("create-token-reviews").verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aCapabilityProbedToBeAbsentIsNotApplicable() throws Exception {
    probed();
    stage.unmanaged.says(asked -> Replies.unauthorized());
    assertThat(needing("own-anonymous").verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
  }

  private ScenarioResult loading(Set<Impact> allowed) throws Exception {
    stage.scenario("loads", "MUST", "impact: load", Stage.ACCEPTANCE);
    return stage.one(new RunOptions(1, false, 1, allowed, List.of(), List.of()));
  }

  @Test
  void whatIsDialledOnLoopbackIsOursWhateverItsName() throws Exception {
    stage.administered();
    stage.with("actions: {issue: {post: \"http://127.0.0.1:9/issue\"}}");
    stage.scenario("loads", "MUST", "impact: reconfigures", Stage.ACCEPTANCE);
    assertThat(stage.one().verdict()).isNotEqualTo(Verdict.NOT_TESTED);
  }

  @Test
  void anImpactIsHeldBackFromWhatIsNotOurs() throws Exception {
    stage.foreign();
    ScenarioResult result = loading(Set.of());
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(result.reason()).contains("--allow load");
    assertThat(stage.managed.asked()).isEmpty();
  }

  @Test
  void anImpactThatTheUserAllowsIsNotHeldBack() throws Exception {
    stage.foreign();
    assertThat(loading(Set.of(Impact.LOAD)).verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void anImpactThatTheSubjectsFileAllowsIsNotHeldBack() throws Exception {
    stage.foreign().with("allow: [load]");
    assertThat(loading(Set.of()).verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void whatWritesOwnObjectsOnlyIsNotHeldBack() throws Exception {
    stage.foreign().scenario("writes", "MUST", "impact: writes", Stage.ACCEPTANCE);
    assertThat(stage.one().verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aScenarioForANewerKubernetesIsNotApplicable() throws Exception {
    stage.scenario("newer", "MUST", "kubernetes: \">=1.38\"", Stage.ACCEPTANCE);
    assertThat(stage.one().verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
  }

  @Test
  void aScenarioForThisKubernetesIsRun() throws Exception {
    stage.scenario("this", "MUST", "kubernetes: \">=1.37\"", Stage.ACCEPTANCE);
    assertThat(stage.one().verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aScenarioForOlderOnesIsNotApplicable() throws Exception {
    stage.scenario("older", "MUST", "kubernetes: \"<1.37\"", Stage.ACCEPTANCE);
    assertThat(stage.one().verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
  }
}
