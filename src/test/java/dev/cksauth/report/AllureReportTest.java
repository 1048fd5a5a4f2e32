package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.Golden;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import io.qameta.allure.ConfigurationBuilder;
import io.qameta.allure.DefaultResultsVisitor;
import io.qameta.allure.allure2.Allure2Plugin;
import io.qameta.allure.core.Configuration;
import io.qameta.allure.core.LaunchResults;
import io.qameta.allure.entity.Attachment;
import io.qameta.allure.entity.Status;
import io.qameta.allure.entity.Step;
import io.qameta.allure.entity.TestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is what Allure's own reader reads. */
final class AllureReportTest {
  private final AllureReport report = new AllureReport();
  @TempDir private Path directory;

  /** Collects what Allure complains of. */
  private static final class Visitor extends DefaultResultsVisitor {
    private final List<String> errors = new ArrayList<>();

    Visitor(Configuration configuration) {
      super(configuration);
    }

    @Override
    public void error(String message, Exception exception) {
      errors.add(message + ": " + exception);
    }

    @Override
    public void error(String message) {
      errors.add(message);
    }
  }

  static List<RunResult> samples() {
    return JsonReportTest.samples().toList();
  }

  @Test
  void isAsApproved() {
    String text =
        report.render(Samples.everyVerdict()).entrySet().stream()
            .map(file -> "==== " + file.getKey() + "\n" + file.getValue())
            .collect(Collectors.joining());
    Golden.assertSame("report/allure-results.txt", text);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void allureReadsEveryResult(RunResult run) throws IOException {
    assertThat(read(run).getAllResults()).hasSameSizeAs(run.results());
  }

  @ParameterizedTest
  @CsvSource({
    "webhook/request/passes-0,PASSED",
    "webhook/rejection/denies-with-200,FAILED",
    "webhook/answer/states-json,PASSED",
    "webhook/answer/closes-idle#http1,PASSED",
    "webhook/timing/answers-in-time,BROKEN",
    "webhook/answer/keeps-uid,SKIPPED",
    "webhook/request/takes-v1beta1,SKIPPED",
    "webhook/rejection/denies-expired,SKIPPED",
    "webhook/robustness/survives-large-body,SKIPPED",
  })
  void hasTheStatusThatComesNearest(String scenario, Status status) throws IOException {
    assertThat(test(scenario).getStatus()).isEqualTo(status);
  }

  @Test
  void saysTheVerdictWhereTheStatusCannot() throws IOException {
    RunResult run = Samples.everyVerdict();
    Map<String, TestResult> tests =
        read(run).getAllResults().stream()
            .collect(Collectors.toMap(TestResult::getFullName, test -> test));
    for (ScenarioResult result : run.results()) {
      TestResult test = Objects.requireNonNull(tests.get(result.subject() + ": " + result.id()));
      if (result.verdict() != Verdict.PASSED) {
        assertThat(test.getStatusMessage()).startsWith(result.verdict().word() + ": ");
      }
      assertThat(labels(test, "verdict")).containsExactly(result.verdict().word());
    }
  }

  @Test
  void isLabelledWithRequirementProfileAndLevel() throws IOException {
    TestResult test = test("webhook/rejection/denies-with-200");
    assertThat(labels(test, "requirement")).containsExactly("TR-REJECT-01");
    assertThat(labels(test, "profile")).containsExactly("webhook");
    assertThat(labels(test, "level")).containsExactly("MUST");
    assertThat(labels(test, "severity")).containsExactly("critical");
  }

  @Test
  void attachesTheRedactedExchangeToItsStep() throws IOException {
    LaunchResults results = read(Samples.everyVerdict());
    Step step = test(results, "webhook/rejection/denies-with-200").getTestStage().getSteps().get(1);
    assertThat(step.getStatus()).isEqualTo(Status.FAILED);
    Attachment attachment = step.getAttachments().getFirst();
    Path file =
        results.getAttachments().entrySet().stream()
            .filter(entry -> entry.getValue().getUid().equals(attachment.getUid()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    assertThat(file)
        .content()
        .contains("POST https://127.0.0.1:8443/authenticate?timeout=30s", "[token hmac:9f2c]")
        .contains("401 over h2, 3 ms");
  }

  @Test
  void everyAttachmentIsThereAndUsed() throws IOException {
    Map<String, String> files = report.render(Samples.everyVerdict());
    List<String> attachments =
        files.keySet().stream().filter(name -> name.contains("-attachment")).toList();
    String tests =
        files.entrySet().stream()
            .filter(file -> file.getKey().endsWith("-result.json"))
            .map(Map.Entry::getValue)
            .collect(Collectors.joining());
    assertThat(attachments).isNotEmpty().allMatch(tests::contains);
    assertThat(tests.split("-attachment", -1)).hasSize(attachments.size() + 1);
  }

  @Test
  void aKnownGapIsKnownAndLeadsToItsIssue() throws IOException {
    assertThat(report.render(Samples.everyVerdict()).values())
        .filteredOn(text -> text.contains("webhook/answer/keeps-uid"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("\"known\" : true"));
    assertThat(test("webhook/robustness/survives-large-body").getLinks())
        .singleElement()
        .satisfies(link -> {
          assertThat(link.getUrl()).isEqualTo("https://tracker.example/ACME-21");
          assertThat(link.getType()).isEqualTo("issue");
        });
  }

  @Test
  void historyIsOfSubjectAndScenarioWhateverTheRun() throws IOException {
    RunResult run = Samples.everyVerdict();
    RunResult later =
        new RunResult(
            "0.4.0",
            "sha256:00",
            run.topology(),
            run.startedAt().plus(Duration.ofDays(1)),
            run.finishedAt().plus(Duration.ofDays(1)),
            run.verdict(),
            run.unfinished(),
            run.leftOut(),
            run.subjects(),
            run.results());
    TestResult first = test("webhook/answer/keeps-uid");
    TestResult second = test(read(later), "webhook/answer/keeps-uid");
    assertThat(second.getHistoryId()).isEqualTo(first.getHistoryId());
    assertThat(report.render(later).keySet())
        .doesNotContainAnyElementsOf(
            report.render(run).keySet().stream()
                .filter(name -> name.endsWith("-result.json"))
                .toList());
  }

  @Test
  void historiesOfSubjectsAndCasesAreApart() throws IOException {
    for (RunResult run : samples()) {
      assertThat(read(run).getAllResults())
          .extracting(TestResult::getHistoryId)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void whatASubjectSaysIsTextAndNeverMarkup() {
    Map<String, String> files = report.render(Samples.saying("<img src=x onerror=alert(1)>*x*"));
    assertThat(files.values())
        .filteredOn(text -> text.contains("\"description\""))
        .singleElement()
        .satisfies(text ->
            assertThat(text.lines().filter(line -> line.contains("\"description\"")))
                .singleElement()
                .satisfies(line ->
                    assertThat(line).doesNotContain("<img").contains("&lt;img", "\\\\*x\\\\*")));
  }

  private TestResult test(String scenario) throws IOException {
    return test(read(Samples.everyVerdict()), scenario);
  }

  private static TestResult test(LaunchResults results, String scenario) {
    return results.getAllResults().stream()
        .filter(test -> test.getFullName().equals("acme: " + scenario))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> labels(TestResult test, String name) {
    return test.getLabels().stream()
        .filter(label -> name.equals(label.getName()))
        .map(label -> label.getValue())
        .toList();
  }

  private LaunchResults read(RunResult run) throws IOException {
    Path results = Files.createTempDirectory(directory, "allure-results");
    for (Map.Entry<String, String> file : report.render(run).entrySet()) {
      Files.writeString(results.resolve(file.getKey()), file.getValue());
    }
    Configuration configuration = ConfigurationBuilder.bundled().build();
    Visitor visitor = new Visitor(configuration);
    new Allure2Plugin().readResults(configuration, visitor, results);
    assertThat(visitor.errors).isEmpty();
    return visitor.getLaunchResults();
  }
}
