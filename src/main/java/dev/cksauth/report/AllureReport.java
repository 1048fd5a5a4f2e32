package dev.cksauth.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.SubjectResult;
import dev.cksauth.result.Verdict;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code allure-results/}: the run in the files that Allure reads. Each result is a test of its
 * own, whose history is kept by subject and scenario; exchanges are attached to their steps.
 *
 * <p>Written from the tree and not by Allure's listener of JUnit, which would write down what tests
 * throw, and with it what no report may hold.
 */
public final class AllureReport {
  /** The file by which a directory is known to be of this report. */
  static final String ENVIRONMENT = "environment.properties";

  /** The key of {@link #ENVIRONMENT} that no other writer has. */
  static final String MARK = "cks-auth.version";

  private final JsonMapper mapper =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .changeDefaultPropertyInclusion(
              value -> value.withValueInclusion(JsonInclude.Include.NON_EMPTY))
          .addMixIn(Status.class, Valued.class)
          .addMixIn(Stage.class, Valued.class)
          .addMixIn(Parameter.Mode.class, Valued.class)
          .build();

  /** A group of results that a reader wants to see together. */
  private record Category(String name, String messageRegex, List<String> matchedStatuses) {
    static Category of(String name, Verdict verdict, Status status) {
      return new Category(name, verdict.word() + ": [\\s\\S]*", List.of(status.value()));
    }
  }

  /** What takes files one by one. */
  @FunctionalInterface
  interface Sink<E extends Exception> {
    void file(String name, String text) throws E;
  }

  /** The files, by name; equal trees give equal files. */
  public Map<String, String> render(RunResult run) {
    Map<String, String> files = new LinkedHashMap<>();
    Sink<RuntimeException> sink = files::put;
    render(run, sink);
    return files;
  }

  /** The same, one after the other: together they may be larger than all else of a run. */
  <E extends Exception> void render(RunResult run, Sink<E> files) throws E {
    files.file(ENVIRONMENT, environment(run));
    files.file("categories.json", json(categories()));
    for (ScenarioResult result : run.results()) {
      AllureTest test = new AllureTest(run, result);
      files.file(test.uuid() + "-result.json", json(test.model()));
      for (Map.Entry<String, String> attachment : test.attachments().entrySet()) {
        files.file(attachment.getKey(), attachment.getValue());
      }
    }
  }

  private String json(Object value) {
    // Line ends are the same on every system.
    return mapper.writeValueAsString(value).replace("\r\n", "\n") + "\n";
  }

  private static List<Category> categories() {
    return List.of(
        Category.of("A MUST is not met", Verdict.FAILED, Status.FAILED),
        Category.of("The facts could not be established", Verdict.ERROR, Status.BROKEN),
        Category.of("A SHOULD is not met", Verdict.WARNING, Status.PASSED),
        Category.of("A MAY is not met", Verdict.NOTE, Status.PASSED),
        Category.of("Known gaps", Verdict.KNOWN_GAP, Status.SKIPPED),
        Category.of("Excluded", Verdict.EXCLUDED, Status.SKIPPED),
        Category.of("Not tested", Verdict.NOT_TESTED, Status.SKIPPED),
        Category.of("Not applicable", Verdict.NOT_APPLICABLE, Status.SKIPPED));
  }

  private static String environment(RunResult run) {
    Properties properties = new Properties();
    properties.setProperty(MARK, run.suiteVersion());
    properties.setProperty("catalogue", run.catalogue());
    properties.setProperty("topology", run.topology());
    properties.setProperty("startedAt", run.startedAt().toString());
    properties.setProperty("verdict", run.verdict().word());
    properties.setProperty("unfinished", String.valueOf(run.unfinished()));
    for (SubjectResult subject : run.subjects()) {
      properties.setProperty("subject." + subject.id(), Words.heading(subject));
      properties.setProperty("verdict." + subject.id(), subject.verdict().word());
    }
    if (!run.leftOut().isEmpty()) {
      properties.setProperty("leftOut", String.join(" ", run.leftOut()));
    }
    return stored(properties);
  }

  /** Sorted, escaped, and without the date that the library begins with. */
  private static String stored(Properties properties) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      properties.store(bytes, null);
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes what is written to it", e);
    }
    return Arrays.stream(bytes.toString(StandardCharsets.ISO_8859_1).split("\\R"))
        .filter(line -> !line.startsWith("#"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /** As Allure writes them. */
  interface Valued {
    @JsonValue
    String value();
  }
}
