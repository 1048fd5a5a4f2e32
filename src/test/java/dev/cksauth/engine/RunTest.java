package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.Overall;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.SubjectResult;
import dev.cksauth.result.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the scenarios make of a whole run. */
final class RunTest {
  private static final String ROBOT =
      """
        - request: {endpoint: unmanaged, as: service-account}
          expect: {identity: own}
      """;
  private static final Selection ASKED =
      new Selection(List.of("endpoints"), List.of("t/*"), List.of(), false);

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

  private SubjectResult result() throws Exception {
    return stage.run(Stage.OWN, Stage.ONE_BY_ONE).result();
  }

  private static ProfileResult profile(SubjectResult result) {
    assertThat(result.profiles()).hasSize(1);
    return result.profiles().getFirst();
  }

  @Test
  void allThatIsRequiredAndNothingOpenIsConformant() throws Exception {
    stage.scenario("console", Stage.ACCEPTANCE).scenario("robot", ROBOT);
    SubjectResult result = result();
    assertThat(profile(result).requires()).isEqualTo("met");
    assertThat(profile(result).counts()).containsEntry(Verdict.PASSED, 2);
    assertThat(result.verdict()).isEqualTo(Overall.CONFORMANT);
  }

  @Test
  void aMissingEndpointIsPartial() throws Exception {
    stage.withoutUnmanaged().scenario("console", Stage.ACCEPTANCE);
    SubjectResult result = result();
    assertThat(profile(result).requires())
        .contains("unmet", "both the managed and the unmanaged endpoint");
    assertThat(result.verdict()).isEqualTo(Overall.PARTIAL);
  }

  @Test
  void anAcceptanceThatNobodySawIsPartial() throws Exception {
    stage.scenario("console", Stage.ACCEPTANCE);
    SubjectResult result = result();
    assertThat(profile(result).requires())
        .isEqualTo("unmet: an accepted ServiceAccount or OIDC token");
    assertThat(result.verdict()).isEqualTo(Overall.PARTIAL);
  }

  @Test
  void aFailureIsNonConformantWhateverElseIsMissing() throws Exception {
    stage.managed.says(asked -> Replies.review("bob@example.com"));
    stage.scenario("console", Stage.ACCEPTANCE).scenario("robot", ROBOT);
    assertThat(result().verdict()).isEqualTo(Overall.NON_CONFORMANT);
  }

  @Test
  void anErrorIsPartial() throws Exception {
    stage
        .scenario("console", Stage.ACCEPTANCE)
        .scenario("robot", ROBOT)
        .scenario("broken", "  - request: {endpoint: managed}\n");
    SubjectResult result = result();
    assertThat(profile(result).requires()).isEqualTo("met");
    assertThat(result.verdict()).isEqualTo(Overall.PARTIAL);
  }

  @Test
  void whatDoesNotApplyIsCountedAndLeavesARunConformant() throws Exception {
    stage
        .scenario("console", Stage.ACCEPTANCE)
        .scenario("robot", ROBOT)
        .scenario("other", "MUST", "needs: [deprecated-endpoint]", Stage.ACCEPTANCE);
    SubjectResult result = result();
    assertThat(profile(result).counts()).containsEntry(Verdict.NOT_APPLICABLE, 1);
    assertThat(result.verdict()).isEqualTo(Overall.CONFORMANT);
  }

  @Test
  void anExclusionIsPartial() throws Exception {
    stage.scenario("console", Stage.ACCEPTANCE).scenario("robot", ROBOT);
    stage.scenario("left-out", Stage.ACCEPTANCE);
    Listed entry = new Listed("t/left-out", Optional.empty(), "r", "https://example.test/1");
    RunOptions options = new RunOptions(1, false, 1, Set.of(), List.of(entry), List.of());
    assertThat(stage.run(Stage.OWN, options).result().verdict()).isEqualTo(Overall.PARTIAL);
  }

  private void nothingThatRuns() throws Exception {
    stage.scenario("other", "MUST", "needs: [deprecated-endpoint]", Stage.ACCEPTANCE);
  }

  @Test
  void aProfileThatWasAskedForAndDidNotRunIsPartial() throws Exception {
    nothingThatRuns();
    SubjectResult result = stage.run(ASKED, Stage.ONE_BY_ONE).result();
    assertThat(profile(result).verdict()).isEqualTo(Overall.PARTIAL);
    assertThat(result.verdict()).isEqualTo(Overall.PARTIAL);
  }

  @Test
  void aProfileThatNobodyAskedForAndDidNotRunIsNotListed() throws Exception {
    nothingThatRuns();
    SubjectResult result = result();
    assertThat(result.profiles()).isEmpty();
    assertThat(result.verdict()).isEqualTo(Overall.PARTIAL);
  }

  @Test
  void theFirstFailureEndsARunThatIsToFailFast() throws Exception {
    stage.managed.says(asked -> Replies.review("bob@example.com"));
    stage.scenario("a", Stage.ACCEPTANCE).scenario("b", Stage.ACCEPTANCE);
    SubjectRun run =
        stage.run(Stage.OWN, new RunOptions(1, true, 1, Set.of(), List.of(), List.of()));
    assertThat(run.results())
        .extracting(ScenarioResult::verdict)
        .containsExactlyInAnyOrder(Verdict.FAILED, Verdict.ERROR);
    assertThat(run.unfinished()).isTrue();
    assertThat(stage.managed.asked()).hasSize(1);
  }

  @Test
  void whatHasNotRunIsAnError() throws Exception {
    stage.scenario("console", Stage.ACCEPTANCE);
    try (SubjectRun run = stage.prepared(Stage.OWN, Stage.ONE_BY_ONE, result -> {})) {
      assertThat(run.results().getFirst().reason()).startsWith("not run");
      assertThat(run.results().getFirst().verdict()).isEqualTo(Verdict.ERROR);
      assertThat(run.unfinished()).isTrue();
      assertThat(run.result().verdict()).isEqualTo(Overall.PARTIAL);
    }
  }
}
