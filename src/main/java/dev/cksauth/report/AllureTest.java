package dev.cksauth.report;

import dev.cksauth.result.ExchangeRecord;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.StepVerdict;
import dev.cksauth.result.Verdict;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Link;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.StepResult;
import io.qameta.allure.model.TestResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One result as Allure has it: a test with its steps, and its exchanges as files beside it. */
final class AllureTest {
  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s()]+");

  private final RunResult run;
  private final ScenarioResult result;
  private final UUID uuid;
  private final Map<String, String> attachments = new LinkedHashMap<>();

  AllureTest(RunResult run, ScenarioResult result) {
    this.run = run;
    this.result = result;
    // Unique where results of several runs are put together, and yet the same for equal trees.
    this.uuid = named(run.startedAt().toString(), result.subject(), result.id());
  }

  private static UUID named(String... parts) {
    return UUID.nameUUIDFromBytes(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
  }

  UUID uuid() {
    return uuid;
  }

  /** The exchanges of its steps by the names of their files; whole after {@link #model}. */
  Map<String, String> attachments() {
    return attachments;
  }

  TestResult model() {
    // What a history is kept of: the same scenario on the same subject, whatever the run.
    String history = named(result.subject(), result.id()).toString();
    // The tree knows how long a scenario took, not when it began.
    long start = run.startedAt().toEpochMilli();
    TestResult test =
        new TestResult()
            .setUuid(uuid.toString())
            .setHistoryId(history)
            .setTestCaseId(history)
            .setFullName(result.subject() + ": " + result.id())
            .setName(name())
            .setTitlePath(titlePath())
            .setLabels(labels())
            .setLinks(links())
            .setStatus(status(result.verdict()))
            .setStage(Stage.FINISHED)
            .setDescription(description())
            .setSteps(steps(start))
            .setStart(start)
            .setStop(start + Math.max(0, result.durationMillis()));
    if (result.verdict() != Verdict.PASSED) {
      test.setStatusDetails(details());
    }
    return test;
  }

  private String name() {
    int hash = result.id().indexOf('#');
    // Cases of a scenario may share its title.
    return hash < 0
        ? result.title()
        : result.title() + " [" + result.id().substring(hash + 1) + "]";
  }

  private List<String> titlePath() {
    return Stream.concat(Stream.of(result.subject()), Arrays.stream(folder().split("/"))).toList();
  }

  private String folder() {
    return ScenarioGroup.folder(result.id());
  }

  private List<Label> labels() {
    List<Label> labels = new ArrayList<>();
    labels.add(label("parentSuite", result.subject()));
    labels.add(label("suite", folder()));
    labels.add(label("package", result.subject() + "." + folder().replace('/', '.')));
    result.profiles().forEach(profile -> labels.add(label("epic", profile)));
    labels.add(label("feature", result.requirement()));
    labels.add(label("story", result.id().replaceFirst("#.*", "")));
    labels.add(label("severity", severity()));
    labels.add(label("tag", result.level().name()));
    labels.add(label("tag", result.verdict().word()));
    labels.add(label("framework", "cks-auth"));
    labels.add(label("requirement", result.requirement()));
    labels.add(label("level", result.level().name()));
    result.profiles().forEach(profile -> labels.add(label("profile", profile)));
    labels.add(label("verdict", result.verdict().word()));
    if (result.evidence() != null) {
      labels.add(label("evidence", result.evidence().word()));
    }
    return labels;
  }

  private static Label label(String name, String value) {
    return new Label().setName(name).setValue(value);
  }

  private String severity() {
    return switch (result.level()) {
      case MUST -> "critical";
      case SHOULD -> "normal";
      case MAY -> "minor";
    };
  }

  /** Where a gap or an exclusion is explained; the reason of such a result ends in its link. */
  private List<Link> links() {
    return switch (result.verdict()) {
      case KNOWN_GAP, EXCLUDED ->
          ADDRESS
              .matcher(result.reason())
              .results()
              .map(
                  found -> new Link().setName(found.group()).setUrl(found.group()).setType("issue"))
              .toList();
      case PASSED, FAILED, WARNING, NOTE, NOT_APPLICABLE, NOT_TESTED, ERROR -> List.of();
    };
  }

  private static Status status(Verdict verdict) {
    return switch (verdict) {
      // Allure knows nothing between passed and failed: what these say is in their details.
      case PASSED, WARNING, NOTE -> Status.PASSED;
      case FAILED -> Status.FAILED;
      case ERROR -> Status.BROKEN;
      case KNOWN_GAP, NOT_APPLICABLE, NOT_TESTED, EXCLUDED -> Status.SKIPPED;
    };
  }

  private String description() {
    String required = MarkdownText.escaped(result.required());
    String found = MarkdownText.escaped(result.reason());
    return "**required** "
        + required
        + "\n\n**"
        + result.verdict().word()
        + "** "
        + found
        + "\n\n`"
        + result.id()
        + "`";
  }

  private StatusDetails details() {
    StatusDetails details =
        new StatusDetails()
            .setMessage(result.verdict().word() + ": " + Explanation.summary(result))
            .setTrace(
                Explanation.of(result, null).stream()
                    .map(line -> Layout.padRight(line.label(), 10) + " " + line.text() + "\n")
                    .collect(Collectors.joining()))
            .setKnown(result.verdict() == Verdict.KNOWN_GAP)
            .setFlaky(result.reruns() > 0 || result.flaky());
    result.steps().stream()
        .filter(step -> step.verdict() == StepVerdict.FAILED)
        .findFirst()
        .ifPresent(step -> details.setExpected(step.expected()).setActual(step.actual()));
    return details;
  }

  private List<StepResult> steps(long start) {
    List<StepResult> steps = new ArrayList<>();
    for (dev.cksauth.result.StepResult step : result.steps()) {
      steps.add(step(step, start, steps.size()));
    }
    return steps;
  }

  private StepResult step(dev.cksauth.result.StepResult step, long start, int position) {
    StepResult model =
        new StepResult()
            .setName((step.control() ? "control: " : "") + step.title())
            .setStatus(status(step.verdict()))
            .setStage(step.verdict() == StepVerdict.NOT_RUN ? Stage.PENDING : Stage.FINISHED)
            .setParameters(parameters(step));
    if (step.verdict() == StepVerdict.FAILED || step.verdict() == StepVerdict.ERROR) {
      model.setStatusDetails(new StatusDetails().setMessage(step.actual()));
    }
    if (step.exchange() != null) {
      model
          .setStart(start)
          .setStop(start + Math.max(0, step.exchange().millis()))
          .setAttachments(List.of(attachment(step.exchange(), position)));
    }
    return model;
  }

  private static Status status(StepVerdict verdict) {
    return switch (verdict) {
      case PASSED -> Status.PASSED;
      case FAILED -> Status.FAILED;
      case ERROR -> Status.BROKEN;
      case NOT_RUN -> Status.SKIPPED;
    };
  }

  private static List<Parameter> parameters(dev.cksauth.result.StepResult step) {
    List<Parameter> parameters = new ArrayList<>();
    if (!step.expected().isBlank()) {
      parameters.add(new Parameter().setName("expected").setValue(step.expected()));
    }
    if (!step.actual().isBlank()) {
      parameters.add(new Parameter().setName("actual").setValue(step.actual()));
    }
    return parameters;
  }

  private Attachment attachment(ExchangeRecord exchange, int step) {
    // Readers know the files of attachments by their names.
    String file = named(uuid.toString(), String.valueOf(step)) + "-attachment.txt";
    String text = ExchangeText.of(exchange) + "\n";
    attachments.put(file, text);
    return new Attachment()
        .setName("what was sent, and what came back")
        .setSource(file)
        .setType("text/plain")
        .setSize((long) text.getBytes(StandardCharsets.UTF_8).length);
  }
}
