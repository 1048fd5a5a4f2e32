package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.testkit.engine.EngineDiscoveryResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;
import org.junit.platform.testkit.engine.Events;

/** The engine as a build tool or an IDE sees it. */
final class JunitViewTest {
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

  private static EngineDiscoveryResults discovered() {
    return EngineTestKit.engine(CksAuthEngine.ID)
        .selectors(selectUniqueId("[engine:cks-auth]"))
        .configurationParameter(SuiteConfiguration.SUBJECT, "no/such/subject.yaml")
        .configurationParameter(SuiteConfiguration.PROFILES, "endpoints")
        .discover();
  }

  private static List<TestDescriptor> tests() {
    return discovered().getEngineDescriptor().getDescendants().stream()
        .filter(TestDescriptor::isTest)
        .<TestDescriptor>map(test -> test)
        .toList();
  }

  private static TestDescriptor test(String id) {
    return tests().stream()
        .filter(test -> test.getDisplayName().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void discoveryNeedsNoSubject() {
    assertThat(discovered().getDiscoveryIssues()).isEmpty();
    assertThat(tests()).isNotEmpty();
  }

  @Test
  void withoutParametersNothingIsDiscovered() {
    assertThat(
            EngineTestKit.engine(CksAuthEngine.ID)
                .selectors(selectUniqueId("[engine:cks-auth]"))
                .discover()
                .getEngineDescriptor()
                .getChildren())
        .isEmpty();
  }

  @Test
  void idsAreMadeOfThePathOfAScenario() {
    assertThat(test("managed/rejects-service-account-token").getUniqueId().toString())
        .isEqualTo(
            "[engine:cks-auth]/[folder:managed]"
                + "/[scenario:managed%2Frejects-service-account-token]");
  }

  @Test
  void idsAreTheSameEachTime() {
    assertThat(tests())
        .extracting(TestDescriptor::getUniqueId)
        .doesNotHaveDuplicates()
        .isEqualTo(tests().stream().map(TestDescriptor::getUniqueId).toList());
  }

  @Test
  void profileLevelAndTierAreTags() {
    assertThat(test("managed/accepts-console-token").getTags())
        .contains(TestTag.create("endpoints"), TestTag.create("MUST"), TestTag.create("plain"));
  }

  @Test
  void theSourceIsTheScenariosFile() {
    assertThat(test("managed/accepts-console-token").getSource().orElseThrow())
        .isInstanceOfSatisfying(
            ClasspathResourceSource.class,
            source -> {
              assertThat(source.getClasspathResourceName())
                  .isEqualTo("scenarios/managed/accepts-console-token.yaml");
              assertThat(source.getPosition()).isPresent();
            });
  }

  private Events executed(RunOptions options) throws Exception {
    try (SubjectRun run = stage.prepared(Stage.OWN, options, result -> {})) {
      return EngineTestKit.engine(new CksAuthEngine(run))
          .selectors(DiscoverySelectors.selectUniqueId("[engine:cks-auth]"))
          .execute()
          .testEvents();
    }
  }

  @Test
  void verdictsAreMappedToTheOutcomesOfTests() throws Exception {
    stage.managed.says(Replies.knowing(Replies.review("bob@example.com")));
    stage.scenario("passed", Stage.ACCEPTANCE);
    stage.scenario("failed", Stage.CONTROL + Stage.REJECTION);
    stage.scenario("warning", "SHOULD", "", Stage.CONTROL + Stage.REJECTION);
    stage.scenario("note", "MAY", "", Stage.CONTROL + Stage.REJECTION);
    stage.scenario("absent", "MUST", "needs: [deprecated-endpoint]", Stage.ACCEPTANCE);
    stage.scenario("excluded", Stage.ACCEPTANCE);
    stage.scenario("error", "  - request: {endpoint: managed}\n");
    Listed entry = new Listed("t/excluded", Optional.empty(), "r", "https://example.test/1");
    Events events = executed(new RunOptions(4, false, 1, Set.of(), List.of(entry), List.of()));
    assertThat(names(events.succeeded())).containsExactly("t/note", "t/passed", "t/warning");
    assertThat(names(events.failed())).containsExactly("t/error", "t/failed");
    assertThat(names(events.aborted())).containsExactly("t/absent", "t/excluded");
  }

  @Test
  void whatAnEndedRunDidNotComeToIsSkipped() throws Exception {
    stage.managed.says(asked -> Replies.review("bob@example.com"));
    stage.scenario("a", Stage.ACCEPTANCE).scenario("b", Stage.ACCEPTANCE);
    Events events = executed(new RunOptions(1, true, 1, Set.of(), List.of(), List.of()));
    assertThat(events.failed().count()).isEqualTo(1);
    assertThat(events.skipped().count()).isEqualTo(1);
  }

  @Test
  void whoDisturbsAnEndpointHasItAlone() throws Exception {
    stage.scenario("a1", Stage.ACCEPTANCE).scenario("a2", Stage.ACCEPTANCE);
    stage.scenario("b-disturbs", "MUST", "disturbs: [managed]", Stage.CONTROL + Stage.REJECTION);
    stage.scenario("c1", Stage.ACCEPTANCE).scenario("c2", Stage.ACCEPTANCE);
    stage.scenario("c3", Stage.ACCEPTANCE).scenario("c4", Stage.ACCEPTANCE);
    List<String> order = new ArrayList<>();
    executed(new RunOptions(8, false, 1, Set.of(), List.of(), List.of())).stream()
        .filter(event -> event.getType() == EventType.STARTED || finished(event))
        .forEach(event -> order.add(event.getType() + event.getTestDescriptor().getDisplayName()));
    int started = order.indexOf("STARTEDt/b-disturbs");
    assertThat(order.get(started + 1)).isEqualTo("FINISHEDt/b-disturbs");
    assertThat(order.subList(0, started))
        .filteredOn(event -> event.startsWith("STARTED"))
        .hasSameSizeAs(
            order.subList(0, started).stream().filter(e -> e.startsWith("FINISHED")).toList());
  }

  private static boolean finished(Event event) {
    return event.getType() == EventType.FINISHED;
  }

  private static List<String> names(Events events) {
    return events.stream()
        .map(event -> event.getTestDescriptor().getDisplayName())
        .sorted()
        .toList();
  }
}
